/** The Clock port on Node: the system's wall clock, its monotonic clock and its timers. */

import { performance } from "node:perf_hooks";
import type { Clock } from "../../ports/clock.ts";

/** The longest span one Node timer can hold; a longer one would fire at once. */
const maxTimerMs = 2 ** 31 - 1;

export function createNodeClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(spanMs, run) {
      const timer = setTimeout(run, Math.min(Math.max(0, spanMs), maxTimerMs));
      return () => clearTimeout(timer);
    },
  };
}
