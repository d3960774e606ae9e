/** Where the bytes of a line go as text: to the screen, to a file, to a report. Joins what belongs together, since at a real line every byte comes alone. */

import { concat } from "../../base/bytes.ts";
import type { Clock } from "../../ports/clock.ts";
import { type TranscriptEntry, transcriptLine } from "../../serial/transcript.ts";

/** A gap inside one piece of an answer is shorter than this, also at 9600 baud on a busy machine. */
const joinMs = 20;
const maxJoinedBytes = 1_024;

export type TranscriptSink = {
  record(entry: TranscriptEntry): void;
  /** Hands over what still waits for more of it. */
  flush(): void;
};

/** `write` gets one line an entry, without a line end. */
export function createTranscriptSink(clock: Clock, write: (line: string) => void): TranscriptSink {
  let waiting: { readonly bytes: Uint8Array; readonly atMs: number | null } | null = null;
  let callOff: () => void = () => {};

  const flush = () => {
    callOff();
    const entry = waiting;
    waiting = null;
    if (entry) write(transcriptLine({ kind: "received", ...entry }));
  };

  const join = (bytes: Uint8Array, atMs: number | null) => {
    if (waiting && waiting.bytes.length + bytes.length > maxJoinedBytes) flush();
    waiting = { bytes: concat([waiting?.bytes ?? new Uint8Array(), bytes]), atMs: waiting ? waiting.atMs : atMs };
    callOff();
    callOff = clock.after(joinMs, flush);
  };

  return {
    record(entry) {
      if (entry.kind !== "received") {
        flush();
        write(transcriptLine(entry));
        return;
      }
      for (let at = 0; at < entry.bytes.length; at += maxJoinedBytes) {
        join(entry.bytes.subarray(at, at + maxJoinedBytes), entry.atMs);
      }
    },
    flush,
  };
}
