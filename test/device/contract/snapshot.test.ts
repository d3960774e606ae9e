import { expect, test } from "vitest";
import { snapshot } from "../../../device/contract/snapshot.ts";
import { answerOf, typeAnswer } from "../../support/offline.ts";
import { carryOn } from "../../support/operator.ts";
import type { Rig } from "../../support/rig.ts";
import { challenged, reviewedInOneStep, unbound } from "../../support/stories.ts";

async function answered(): Promise<Rig> {
  const rig = await challenged();
  await typeAnswer(rig, (await answerOf(rig)).code);
  rig.upstream.plugIn();
  await carryOn(rig);
  return rig;
}

test.each([
  ["an unbind from the first start to its end", unbound],
  ["a card unbound in one step", reviewedInOneStep],
  ["an unbind without a network", answered],
])("%s: every snapshot on the way is of the contract, no member more and none less", async (_story, tell) => {
  const { shown } = await tell();

  const wrong = shown.flatMap((one) => snapshot.safeParse(one).error?.issues ?? []);

  expect({ wrong, some: shown.length > 0 }).toEqual({ wrong: [], some: true });
});
