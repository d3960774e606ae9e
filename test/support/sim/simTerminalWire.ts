/** The sending half of a serial line: bytes leave at the rate of the line, never earlier, in order. */

import type { Clock } from "../../../device/ports/clock.ts";

/** 8 data bits, no parity, one start and one stop bit. */
const bitsPerByte = 10;

export type SimWire = {
  send(bytes: Uint8Array): void;
  /** Null sends at once. */
  setBaudRate(baudRate: number | null): void;
  /** Drops what has not left yet. */
  cut(): void;
};

export function createSimWire(clock: Clock, deliver: (bytes: Uint8Array) => void): SimWire {
  let byteMs = 0;
  /** When the last byte handed over so far has left, on the monotonic clock. */
  let freeAtMs = 0;
  let queue: { readonly byte: number; readonly leavesMs: number }[] = [];
  let callOff: (() => void) | null = null;

  const pump = () => {
    callOff = null;
    const nowMs = clock.monotonic();
    const waiting = queue.findIndex((entry) => entry.leavesMs > nowMs);
    const leaving = queue.splice(0, waiting < 0 ? queue.length : waiting);
    if (leaving.length > 0) deliver(Uint8Array.from(leaving, (entry) => entry.byte));
    const next = queue[0];
    if (next && !callOff) callOff = clock.after(next.leavesMs - nowMs, pump);
  };

  return {
    send(bytes) {
      if (byteMs === 0 && queue.length === 0) return deliver(bytes);
      for (const byte of bytes) {
        freeAtMs = Math.max(freeAtMs, clock.monotonic()) + byteMs;
        queue.push({ byte, leavesMs: freeAtMs });
      }
      if (!callOff) pump();
    },
    setBaudRate(baudRate) {
      byteMs = baudRate === null ? 0 : (bitsPerByte * 1_000) / baudRate;
    },
    cut() {
      callOff?.();
      callOff = null;
      queue = [];
    },
  };
}
