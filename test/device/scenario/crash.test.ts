// The power goes at any operation, with nothing, half or all of it done. What is left must be enough to finish.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Landing, Mishaps } from "../../support/mishaps.ts";
import { carryOn } from "../../support/operator.ts";
import { brokenAfterStart, finished, outcomeOf } from "../../support/promises.ts";
import { createRig, genericTarget, goodPin, isBound, type Rig } from "../../support/rig.ts";

type Death = { readonly at: number; readonly landing: Landing };
const landings: readonly Landing[] = ["nothing", "half", "all"];
const timeout = 180_000;

const die = (death: Death | undefined) => (mishaps: Mishaps) => death && mishaps.dieAt(death.at, death.landing);

/** Starts on what the death left, up to the `next` one; tells what that start got wrong. */
async function restartAfterDeath(rig: Rig, next?: Death): Promise<string[]> {
  const lineEnd = 0x0a;
  const torn = (rig.disk.journal.bytes.at(-1) ?? lineEnd) !== lineEnd;
  await rig.restart(die(next));
  if (rig.mishaps().dead) return [];
  const { status, cutBytes } = (await rig.see()).journal;
  const reported = torn ? status === "tornTailCut" && cutBytes > 0 : status === "intact";
  return [
    ...(reported ? [] : [`a ${torn ? "torn" : "whole"} journal is told as ${status}`]),
    ...(await brokenAfterStart(rig)),
  ];
}

/** The story with these deaths in it, one a process, and what came of it. */
async function story(deaths: readonly Death[], from: "empty disk" | "set up") {
  const [first, ...later] = deaths;
  const rig = await createRig({ openBatch: 3, ...(from === "empty disk" && { prepare: die(first) }) });
  if (from === "set up") {
    await rig.setUp();
    await rig.restart(die(first));
  }
  await carryOn(rig);
  const broken: string[] = [];
  for (const next of [...later, undefined]) {
    if (!rig.mishaps().dead) break;
    broken.push(...(await restartAfterDeath(rig, next)));
    await carryOn(rig);
  }
  return outcomeOf(rig, broken);
}

/** Every operation of the story when nothing goes wrong. */
async function operations(from: "empty disk" | "set up"): Promise<readonly string[]> {
  const rig = await createRig({ openBatch: 3 });
  if (from === "set up") {
    await rig.setUp();
    await rig.restart();
  }
  await carryOn(rig);
  return rig.mishaps().operations;
}

test.each(["empty disk", "set up"] as const)(
  "From %s: a death at every operation, however much of it landed, and the unbind is finished all the same",
  { timeout },
  async (from) => {
    const wrong: string[] = [];
    for (const [index, operation] of (await operations(from)).entries()) {
      for (const landing of landings) {
        const told = await story([{ at: index + 1, landing }], from).catch(String);
        if (JSON.stringify(told) !== JSON.stringify(finished)) {
          wrong.push(`${index + 1} ${operation}, ${landing}: ${JSON.stringify(told)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
);

test("The power goes again, twice, in the middle of the recovery", { timeout }, async () => {
  const death = (most: number) =>
    fc.record({ at: fc.integer({ min: 1, max: most }), landing: fc.constantFrom(...landings) });
  const deaths = fc.tuple(death((await operations("empty disk")).length), death(30), death(30));

  await fc.assert(
    fc.asyncProperty(deaths, async (sequence) => {
      expect(await story(sequence, "empty disk")).toEqual(finished);
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
