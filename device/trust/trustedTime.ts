/** What time it is as far as that is certain. A wall clock is set by anybody, and wrong at any start. */

import type { Clock } from "../ports/clock.ts";

/** Unix milliseconds, and when they were told, on the monotonic clock. */
export type ToldTime = { readonly ms: number; readonly atMonotonic: number };

export type TrustedTime = {
  /**
   * Unix milliseconds that have certainly gone by: from what the upstream told last, else from the last record on; as far as the
   * monotonic clock has counted since or, where the upstream told none, the wall clock has told. A wall clock that is set back
   * takes nothing of it along; what it told is learnt when it is asked for.
   */
  floorMs(): number;
  /** What time it is by the upstream; null where it told none in this process. */
  upstreamMs(): number | null;
};

export function createTrustedTime(clock: Clock, lastRecordAt: number, told: () => ToldTime | null): TrustedTime {
  let seenMs = lastRecordAt;
  let seenAt = clock.monotonic();

  function upstreamMs(): number | null {
    const known = told();
    return known && known.ms + clock.monotonic() - known.atMonotonic;
  }

  return {
    upstreamMs,
    floorMs() {
      const at = clock.monotonic();
      seenMs = upstreamMs() ?? Math.max(seenMs + at - seenAt, clock.now());
      seenAt = at;
      return seenMs;
    },
  };
}
