/**
 * The time on a serial line. What happens there happens at the moment it is due, even when this process comes to it
 * late: a busy machine delays a byte, and does not make the line slower for those behind it.
 */

import { setImmediate as soon } from "node:timers";
import type { Clock } from "../../device/ports/clock.ts";

type Due = { readonly atMs: number; readonly run: () => void };

export type LineClock = {
  readonly clock: Clock;
  /** Brings the line to the present. Call it when something comes from outside. */
  keepUp(): void;
};

export function createLineClock(): LineClock {
  let lineMs = performance.now();
  let due: Due[] = [];
  let spinning = false;

  function keepUp(): void {
    const nowMs = performance.now();
    for (;;) {
      const next = due.reduce<Due | null>((first, one) => (first && first.atMs <= one.atMs ? first : one), null);
      if (!next || next.atMs > nowMs) break;
      due = due.filter((one) => one !== next);
      lineMs = Math.max(lineMs, next.atMs);
      next.run();
    }
    lineMs = nowMs;
  }

  // A byte at 115200 baud is 87 microseconds, and timers count milliseconds: while something is due, it is waited for awake.
  function spin(): void {
    keepUp();
    spinning = due.length > 0;
    if (spinning) soon(spin);
  }

  return {
    keepUp,
    clock: {
      now: () => Date.now(),
      monotonic: () => lineMs,
      after(spanMs, run) {
        const one = { atMs: lineMs + spanMs, run };
        due.push(one);
        if (!spinning) {
          spinning = true;
          soon(spin);
        }
        return () => {
          due = due.filter((other) => other !== one);
        };
      },
    },
  };
}
