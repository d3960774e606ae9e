/**
 * A recorded terminal: says what the transcript says, and only to the computer that says its part byte for byte.
 * Order is kept whatever the pace; times, where they are written down, are kept as spans between entries.
 */

import { createEmitter } from "../../../device/base/emitter.ts";
import type { Clock } from "../../../device/ports/clock.ts";
import { type TranscriptEntry, visible } from "../../../device/serial/transcript.ts";
import type { SimFarEnd } from "./simFarEnd.ts";

export type TranscriptDeparture = {
  /** What the transcript has the computer say next; empty when nothing is left of it. */
  readonly expected: string;
  readonly got: string;
};

export type SimTranscript = SimFarEnd & {
  /** Says what the transcript has before the computer's first word. Call it when somebody listens. */
  begin(): void;
  /** Where the computer first said something else; the terminal is unplugged from then on. Null while it has not. */
  departure(): TranscriptDeparture | null;
  /** How many entries with bytes have not been played yet. */
  left(): number;
};

type Part = { readonly kind: "sent" | "received"; readonly bytes: Uint8Array; readonly afterMs: number };

export function createSimTranscript(options: {
  readonly entries: readonly TranscriptEntry[];
  readonly clock: Clock;
}): SimTranscript {
  const { clock } = options;
  const parts = partsOf(options.entries);
  const sent = createEmitter<Uint8Array>();
  const unplugged = createEmitter<void>();
  let at = 0;
  /** How many bytes of the part that is awaited from the computer have come. */
  let matched = 0;
  let departed: TranscriptDeparture | null = null;
  let present = true;
  let callOff: (() => void) | null = null;

  const say = () => {
    callOff?.();
    callOff = null;
    const part = parts[at];
    if (!present || part?.kind !== "received") return;
    const run = () => {
      callOff = null;
      at++;
      sent.emit(part.bytes);
      say();
    };
    if (part.afterMs === 0) run();
    else callOff = clock.after(part.afterMs, run);
  };

  /** The computer speaks sooner than it did: what was said before is still said before. */
  const sayAllDue = () => {
    callOff?.();
    callOff = null;
    for (let part = parts[at]; part?.kind === "received"; part = parts[at]) {
      at++;
      sent.emit(part.bytes);
    }
  };

  const unplug = () => {
    if (!present) return;
    present = false;
    callOff?.();
    callOff = null;
    unplugged.emit();
  };

  const depart = (got: Uint8Array) => {
    departed ??= { expected: visible(parts[at]?.bytes ?? new Uint8Array()), got: visible(got) };
    unplug();
  };

  return {
    receive(bytes) {
      if (!present) return;
      const said = parts[at];
      if (matched === 0 && said?.kind === "received") sayAllDue();
      for (const byte of bytes) {
        const part = parts[at];
        if (part?.kind !== "sent" || part.bytes[matched] !== byte) return depart(bytes);
        matched++;
        if (matched < part.bytes.length) continue;
        matched = 0;
        at++;
      }
      if (matched === 0) say();
    },
    begin: say,
    onBytes: sent.listen,
    onUnplugged: unplugged.listen,
    unplug,
    plugIn() {
      if (departed === null) present = true;
    },
    isPluggedIn: () => present,
    departure: () => departed,
    left: () => parts.length - at,
  };
}

/** The bytes without the notes, each with its span after the one before; spans count only between times written down. */
function partsOf(entries: readonly TranscriptEntry[]): readonly Part[] {
  const parts: Part[] = [];
  let lastMs: number | null = 0;
  for (const entry of entries) {
    if (entry.kind === "note") continue;
    const { kind, bytes, atMs } = entry;
    parts.push({ kind, bytes, afterMs: atMs === null || lastMs === null ? 0 : atMs - lastMs });
    lastMs = atMs;
  }
  return parts;
}
