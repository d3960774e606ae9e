/** Transcripts for tests: parsed from text or from a fixture, and played as the far end of a line. */

import { readFileSync } from "node:fs";
import type { Clock } from "../../device/ports/clock.ts";
import type { SerialLinkOpener } from "../../device/ports/serialLink.ts";
import { parseTranscript, type TranscriptEntry } from "../../device/serial/transcript.ts";
import { createSimTerminalOpener } from "./sim/simTerminalLink.ts";
import { createSimTranscript, type SimTranscript } from "./sim/simTranscript.ts";

/** Throws where it is malformed: a test must not start from half a story. */
export function transcriptOf(text: string): readonly TranscriptEntry[] {
  const parsed = parseTranscript(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** The text of a file in test/fixtures/transcripts. */
export function transcriptFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/transcripts/${name}`, import.meta.url), "utf8");
}

export function playTranscript(
  text: string,
  clock: Clock,
): { readonly terminal: SimTranscript; readonly opener: SerialLinkOpener } {
  const terminal = createSimTranscript({ entries: transcriptOf(text), clock });
  return { terminal, opener: createSimTerminalOpener(terminal) };
}
