/** Bytes in order, each piece not before its time; what comes after a piece that waits, waits too. */

import type { Clock } from "../../../device/ports/clock.ts";

export type SimGatedLine = {
  say(bytes: Uint8Array, delayMs?: number): void;
  /** Drops what waits. */
  cut(): void;
};

export function createSimGatedLine(clock: Clock, send: (bytes: Uint8Array) => void): SimGatedLine {
  let queue: { readonly bytes: Uint8Array; readonly dueMs: number }[] = [];
  let callOff: (() => void) | null = null;

  const pump = () => {
    callOff?.();
    callOff = null;
    for (let next = queue[0]; next; next = queue[0]) {
      const waitMs = next.dueMs - clock.monotonic();
      if (waitMs > 0) {
        callOff = clock.after(waitMs, pump);
        return;
      }
      queue.shift();
      send(next.bytes);
    }
  };

  return {
    say(bytes, delayMs = 0) {
      if (bytes.length === 0) return;
      queue.push({ bytes: bytes.slice(), dueMs: clock.monotonic() + delayMs });
      pump();
    },
    cut() {
      callOff?.();
      callOff = null;
      queue = [];
    },
  };
}
