import { expect, test } from "vitest";
import { type ChallengeTimes, challengeLives } from "../../../device/offline/challengeLife.ts";

const minute = 60_000;
const year = 365 * 24 * 60 * minute;
const issuedAt = Date.parse("2026-03-01T10:00:00.000Z");

/** A challenge of thirty minutes, looked at after ten, by clocks that all agree. */
function after(minutes: number, changes: Partial<ChallengeTimes> = {}): ChallengeTimes {
  const nowMs = issuedAt + minutes * minute;
  const agreed = { issuedAt, expiresAt: issuedAt + 30 * minute, nowMs, trustedTimeFloorMs: nowMs };
  return { ...agreed, monotonicElapsedMs: minutes * minute, ...changes };
}

const now = issuedAt + 10 * minute;

test.each<[string, ChallengeTimes, boolean]>([
  ["just issued", after(0), true],
  ["in the middle of its life", after(10), true],
  ["in its last moment", after(30, { nowMs: issuedAt + 30 * minute - 1, monotonicElapsedMs: 30 * minute - 1 }), true],
  ["at its end", after(30), false],
  ["years later", after(0, { nowMs: issuedAt + 3 * year }), false],
  ["with the clock corrected by five minutes", after(10, { nowMs: now - 5 * minute }), true],
  ["with the clock set back a little more", after(10, { nowMs: now - 5 * minute - 1 }), false],
  ["with the clock set back by years", after(10, { nowMs: now - 3 * year }), false],
  [
    "with the clock before the issue, and nothing seen since",
    after(10, { nowMs: issuedAt - year, trustedTimeFloorMs: 0 }),
    false,
  ],
  ["with the clock standing still while its life went by", after(10, { monotonicElapsedMs: 30 * minute }), false],
  ["after a restart, which counts from nothing", after(10, { monotonicElapsedMs: 0 }), true],
  ["when the upstream told a later time than the clock", after(10, { trustedTimeFloorMs: issuedAt + year }), false],
  ["with an expiry that is no instant", after(10, { expiresAt: Number.NaN }), false],
  ["with an issue that is no instant", after(10, { issuedAt: Number.NaN }), false],
  ["with an expiry before the issue", after(0, { expiresAt: issuedAt - minute }), false],
])("a challenge %s, looked at", (_, times, lives) => {
  expect(challengeLives(times)).toBe(lives);
});
