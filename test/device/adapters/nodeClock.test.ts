import { expect, test } from "vitest";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";

test("timers run in the order they fall due, and one that was called off never runs", async () => {
  const clock = createNodeClock();
  const ran: string[] = [];

  await new Promise<void>((done) => {
    clock.after(20, () => {
      ran.push("second");
      done();
    });
    clock.after(5, () => ran.push("first"));
    clock.after(1, () => ran.push("called off"))();
  });

  expect(ran).toEqual(["first", "second"]);
});

test("wall time is Unix milliseconds and the monotonic clock does not go back", () => {
  const clock = createNodeClock();

  const before = clock.monotonic();

  expect({ afterYear2020: clock.now() > 1_577_836_800_000, grows: clock.monotonic() >= before }).toEqual({
    afterYear2020: true,
    grows: true,
  });
});
