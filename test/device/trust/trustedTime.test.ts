import { expect, test } from "vitest";
import { createTrustedTime, type ToldTime } from "../../../device/trust/trustedTime.ts";
import { createManualClock } from "../../support/manualClock.ts";

const hourMs = 3_600_000;

test("A clock that is set back, before the start or after it, takes nothing back of what was seen", async () => {
  const clock = createManualClock();
  const startedAt = clock.now();
  const { floorMs: trustedTimeFloor } = createTrustedTime(clock, startedAt + 5 * hourMs, () => null);
  const atStart = trustedTimeFloor();
  clock.setNow(startedAt + 7 * hourMs);
  const setForward = trustedTimeFloor();
  clock.setNow(0);
  await clock.advance(hourMs);

  expect([atStart, setForward, trustedTimeFloor()]).toEqual([5, 7, 8].map((hours) => startedAt + hours * hourMs));
});

test("What the upstream told outweighs a record and a wall clock that were days ahead", async () => {
  const clock = createManualClock();
  const real = clock.now();
  let told: ToldTime | null = null;
  const { floorMs, upstreamMs } = createTrustedTime(clock, real + 48 * hourMs, () => told);
  clock.setNow(real + 48 * hourMs);
  const before = [floorMs(), upstreamMs()];
  told = { ms: real, atMonotonic: clock.monotonic() };
  await clock.advance(hourMs);

  expect([before, [floorMs(), upstreamMs()]]).toEqual([
    [real + 48 * hourMs, null],
    [real + hourMs, real + hourMs],
  ]);
});
