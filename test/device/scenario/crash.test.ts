// The power goes at any operation, with nothing, half or all of it done. What is left must be enough to finish.

import fc from "fast-check";
import { expect, test } from "vitest";
import { crashStories } from "../../support/crashStories.ts";
import { everyDeath, restartAfterDeath } from "../../support/deaths.ts";
import type { Landing, Mishaps } from "../../support/mishaps.ts";
import { carryOn } from "../../support/operator.ts";
import { finished, outcomeOf } from "../../support/promises.ts";
import { createRig, genericTarget, goodPin, isBound } from "../../support/rig.ts";

type Death = { readonly at: number; readonly landing: Landing };
const landings: readonly Landing[] = ["nothing", "half", "all"];
const timeout = 180_000;

const die = (death: Death | undefined) => (mishaps: Mishaps) => death && mishaps.dieAt(death.at, death.landing);

/** From an empty disk, with these deaths, one a process; and what came of it. */
async function story(deaths: readonly Death[]) {
  const [first, ...later] = deaths;
  const rig = await createRig({ openBatch: 3, prepare: die(first) });
  await carryOn(rig);
  const broken: string[] = [];
  for (const next of [...later, undefined]) {
    if (!rig.mishaps().dead) break;
    broken.push(...(await restartAfterDeath(rig, die(next))));
    await carryOn(rig);
  }
  return outcomeOf(rig, broken);
}

test.each(crashStories)(
  "A death at every operation $name: exactly one unbind comes of it, and nothing is wiped before the proof",
  {
    timeout,
  },
  async ({ story: told, wanted }) => {
    const { wrong, operations } = await everyDeath(told, wanted);

    expect({ wrong, enough: operations.length > 15 }).toEqual({ wrong: [], enough: true });
  },
);

test("The power goes again, twice, in the middle of the recovery", { timeout }, async () => {
  const death = (most: number) =>
    fc.record({ at: fc.integer({ min: 1, max: most }), landing: fc.constantFrom(...landings) });
  const rig = await createRig({ openBatch: 3 });
  await carryOn(rig);
  const deaths = fc.tuple(death(rig.mishaps().operations.length), death(30), death(30));

  await fc.assert(
    fc.asyncProperty(deaths, async (sequence) => {
      expect(await story(sequence)).toEqual(finished);
    }),
    { numRuns: 60 },
  );
});

test("The power goes three times while a PIN is compared: its tries count, the wait is waited out, and the unbind is finished", async () => {
  const rig = await createRig({ openBatch: 3 });
  await rig.setUp();
  for (let deaths = 0; deaths < 3; deaths++) {
    await rig.restart();
    await rig.until((seen) => isBound(seen));
    // The upstream has said its first word, so that nothing is asked of it before the comparison.
    await rig.clock.advance(1_000);
    await rig.order("openMenu", {});
    await rig.order("beginUnbind", genericTarget);
    // The try is durable, and so is its mark; the comparison is not reached.
    rig.mishaps().dieAt(rig.mishaps().operations.length + 3, "nothing");
    await rig.type(goodPin);
  }
  await rig.restart();
  const { triesLeft } = (await rig.see()).pin.standings.merchant;
  await carryOn(rig);

  expect({ triesLeft, outcome: await outcomeOf(rig, []) }).toEqual({ triesLeft: 4, outcome: finished });
});
