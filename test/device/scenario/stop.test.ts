// Whoever stops the kiosk may take its folder away, or its power: when stopping has ended, nothing is under way any more.

import { expect, test } from "vitest";
import { carryOn } from "../../support/operator.ts";
import { finished, outcomeOf } from "../../support/promises.ts";
import { createRig, type Rig } from "../../support/rig.ts";

const timeout = 180_000;
const hourMs = 3_600_000;

async function setUp(): Promise<Rig> {
  const rig = await createRig({ openBatch: 3 });
  await rig.setUp();
  return rig;
}

/** Every write and send from a start to the end of an unbind. */
async function operations(): Promise<readonly string[]> {
  const rig = await setUp();
  await rig.restart();
  await carryOn(rig);
  return rig.mishaps().operations;
}

type Stopped = { readonly underWay: readonly string[]; readonly operations: number };

/** Stopped in the middle of the `nth` of them, which takes a while; what followed that, and how it ended after a new start. */
async function stoppedIn(nth: number) {
  const rig = await setUp();
  let stopping: Promise<Stopped> | null = null;
  const stop = async (): Promise<Stopped> => {
    await rig.kiosk().stop();
    const { underWay, operations: done } = rig.mishaps();
    return { underWay, operations: done.length };
  };
  await rig.restart((mishaps) =>
    mishaps.linger(nth, () => {
      stopping = stop();
    }),
  );
  await carryOn(rig, () => stopping !== null);
  if (!stopping) throw new Error(`there is no operation ${nth}`);
  const stopped = await rig.clock.runUntil<Stopped>(stopping);
  await rig.clock.advance(hourMs);
  const after = rig.mishaps().operations.slice(stopped.operations);
  await rig.restart();
  await carryOn(rig);
  // What has left is not waited for: the upstream may take its time.
  const underWay = stopped.underWay.filter((name) => !name.startsWith("upstream"));
  return { underWay, after, outcome: await outcomeOf(rig, []) };
}

test("Stopped in the middle of any write or send: nothing is written then or later, and the next start ends the unbind", {
  timeout,
}, async () => {
  const wrong: string[] = [];
  for (const [index, operation] of (await operations()).entries()) {
    const told = await stoppedIn(index + 1);
    const wanted = { underWay: [], after: [], outcome: finished };
    if (JSON.stringify(told) !== JSON.stringify(wanted))
      wrong.push(`${index + 1} ${operation}: ${JSON.stringify(told)}`);
  }

  expect(wrong).toEqual([]);
});

test("Stopped while a terminal that has fallen silent is read: the answer is not waited for, and no order is taken", async () => {
  const rig = await setUp();
  rig.terminal.goesSilent();
  const reading = rig.kiosk().order("readTerminal", {});
  await rig.clock.advance(100);
  const before = rig.clock.monotonic();

  await rig.clock.runUntil(rig.kiosk().stop());

  expect([await reading, rig.clock.monotonic() - before, await rig.order("readTerminal", {})]).toEqual([
    { ok: true },
    0,
    { ok: false, error: { code: "host/not-now" } },
  ]);
});
