import { expect, test } from "vitest";
import { createSimWire } from "../support/sim/simTerminalWire.ts";
import { createLineClock } from "./lineClock.ts";

test("a byte leaves when it is due on the line, however late this process comes to it, and its echo follows from there", async () => {
  const { clock, keepUp } = createLineClock();
  const heardAt: number[] = [];
  let hearAll = () => {};
  const heardAll = new Promise<void>((resolve) => {
    hearAll = resolve;
  });
  const back = createSimWire(clock, () => {
    heardAt.push(Math.round(clock.monotonic() - begun));
    if (heardAt.length === 3) hearAll();
  });
  const forth = createSimWire(clock, (bytes) => back.send(bytes));
  for (const wire of [forth, back]) wire.setBaudRate(10_000);
  keepUp();
  const begun = clock.monotonic();

  forth.send(Uint8Array.of(1, 2, 3));
  const lateUntil = performance.now() + 20;
  while (performance.now() < lateUntil);
  await heardAll;

  expect(heardAt).toEqual([2, 3, 4]);
});
