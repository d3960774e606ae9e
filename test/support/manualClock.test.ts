import { expect, test } from "vitest";
import { createManualClock } from "./manualClock.ts";

test("a timer set by a timer runs in the same advance, and promises settle in between", async () => {
  const clock = createManualClock();
  const ran: string[] = [];
  clock.after(200, () => ran.push(`late at ${clock.monotonic()}`));
  clock.after(100, () => {
    Promise.resolve().then(() => clock.after(50, () => ran.push(`chained at ${clock.monotonic()}`)));
  });

  await clock.advance(200);

  expect(ran).toEqual(["chained at 150", "late at 200"]);
});

test("running until a promise that nothing can settle fails instead of hanging", async () => {
  const clock = createManualClock();

  const outcome = clock.runUntil(new Promise(() => {}), 1_000);

  await expect(outcome).rejects.toThrow("has not settled");
});
