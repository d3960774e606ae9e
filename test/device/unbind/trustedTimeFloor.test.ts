import { expect, test } from "vitest";
import { createTrustedTimeFloor } from "../../../device/unbind/trustedTimeFloor.ts";
import { createManualClock } from "../../support/manualClock.ts";

const hourMs = 3_600_000;

test("A clock that is set back, before the start or after it, takes nothing back of what was seen", async () => {
  const clock = createManualClock();
  const startedAt = clock.now();
  const trustedTimeFloor = createTrustedTimeFloor(clock, startedAt + 5 * hourMs);
  const atStart = trustedTimeFloor();
  clock.setNow(startedAt + 7 * hourMs);
  const setForward = trustedTimeFloor();
  clock.setNow(0);
  await clock.advance(hourMs);

  expect([atStart, setForward, trustedTimeFloor()]).toEqual([5, 7, 8].map((hours) => startedAt + hours * hourMs));
});
