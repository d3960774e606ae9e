/** The Clock port over what every platform has: the wall clock, the clock since the start, and timers. */

import type { Clock } from "../../ports/clock.ts";

/** The longest span that one timer can hold; a longer one would fire at once. */
const maxTimerMs = 2 ** 31 - 1;

export function createWebClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(spanMs, run) {
      const timer = setTimeout(run, Math.min(Math.max(0, spanMs), maxTimerMs));
      return () => clearTimeout(timer);
    },
  };
}
