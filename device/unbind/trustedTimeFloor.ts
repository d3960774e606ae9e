/** The latest time that a terminal has certainly seen. A wall clock that is set back does not take it along. */

import type { Clock } from "../ports/clock.ts";

/**
 * Unix milliseconds: from the last record on, as far as the monotonic clock has counted or the wall clock has told since.
 * What the wall clock told is learnt when it is asked for.
 */
export function createTrustedTimeFloor(clock: Clock, lastRecordAt: number): () => number {
  let seenMs = lastRecordAt;
  let seenAt = clock.monotonic();
  return () => {
    const at = clock.monotonic();
    seenMs = Math.max(seenMs + at - seenAt, clock.now());
    seenAt = at;
    return seenMs;
  };
}
