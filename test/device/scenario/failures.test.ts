// Every operation fails once: the disk is full, the key or the PIN vault does not answer, the cable is out.

import { expect, test } from "vitest";
import { carryOn } from "../../support/operator.ts";
import { brokenAfterStart, finished, outcomeOf } from "../../support/promises.ts";
import { createRig, type Rig } from "../../support/rig.ts";

/** Goes on until it is over; a kiosk that went out of service is switched off and on. */
async function finish(rig: Rig) {
  await carryOn(rig);
  const broken: string[] = [];
  if ((await rig.see()).service.phase === "outOfService") {
    await rig.restart();
    broken.push(...(await brokenAfterStart(rig)));
    await carryOn(rig);
  }
  return outcomeOf(rig, broken);
}

test.each(["nothing", "all"] as const)(
  "An operation fails with %s of it done: out of service at worst, and finished after a restart",
  { timeout: 120_000 },
  async (landing) => {
    const untroubled = await createRig();
    await carryOn(untroubled);
    const wrong: string[] = [];
    for (const [index, operation] of untroubled.mishaps().operations.entries()) {
      const rig = await createRig({ prepare: (mishaps) => mishaps.failAt(index + 1, landing) });
      const told = await finish(rig).catch(String);
      if (JSON.stringify(told) !== JSON.stringify(finished)) {
        wrong.push(`${index + 1} ${operation}: ${JSON.stringify(told)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);
