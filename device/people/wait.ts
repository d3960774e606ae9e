/**
 * A wait that is measured on the monotonic clock, which no wall clock shortens. A new process takes off what has passed since
 * the journal's record: a terminal that lives for one command at a time could not wait otherwise.
 */

import type { Clock } from "../ports/clock.ts";

export type Wait = {
  /** In the place of the wait before. `passedMs` of it are over already. */
  begin(spanMs: number, passedMs?: number): void;
  /** Unix milliseconds at which it ends; null where nothing is waited for. */
  until(): number | null;
};

/** `onEnd`: the end of a wait is seen without anybody touching anything. */
export function createWait(clock: Clock, onEnd: () => void): Wait {
  let endsAt = 0;
  let callOff = () => {};
  return {
    begin(spanMs, passedMs = 0) {
      const leftMs = Math.max(0, spanMs - Math.max(0, passedMs));
      endsAt = clock.monotonic() + leftMs;
      callOff();
      if (leftMs > 0) callOff = clock.after(leftMs, onEnd);
    },
    until() {
      const leftMs = endsAt - clock.monotonic();
      return leftMs > 0 ? clock.now() + leftMs : null;
    },
  };
}
