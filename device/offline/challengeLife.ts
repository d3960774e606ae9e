/** How long a challenge lives when no clock can be trusted. Knows numbers only; who measured them, the caller says. */

/** Clocks that are corrected by network time or by hand move back a little. */
const toleratedSetBackMs = 5 * 60_000;

export type ChallengeTimes = {
  /** Unix milliseconds, by the clock that was there then. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly nowMs: number;
  /** The latest wall time told since the challenge was issued, by the journal's records or by the upstream. */
  readonly trustedTimeFloorMs: number;
  /** What the monotonic clock has counted since the challenge was issued, or since the start where that was later. */
  readonly monotonicElapsedMs: number;
};

/** True while every clock says so: none extends it, and an instant that is none (NaN) ends it. */
export function challengeLives(times: ChallengeTimes): boolean {
  const { issuedAt, expiresAt, nowMs, trustedTimeFloorMs, monotonicElapsedMs } = times;
  const notExpired = nowMs < expiresAt;
  const notSetBack = nowMs >= Math.max(issuedAt, trustedTimeFloorMs) - toleratedSetBackMs;
  const lifeLeft = monotonicElapsedMs < expiresAt - issuedAt;
  return notExpired && notSetBack && lifeLeft;
}
