/** Cut off from the upstream: a challenge, its answer, and what is told later. */

import { answerOf, challenge, mistyped, typeAnswer, wrongCode } from "../offline.ts";
import type { Rig, Wishes } from "../rig.ts";
import { card } from "../stories.ts";
import { closed, lastShown, openShop } from "./shop.ts";

async function challenged(wishes: Wishes = {}): Promise<Rig> {
  const rig = await openShop();
  rig.upstream.unplug();
  await challenge(rig, wishes);
  return rig;
}

export async function challengedSnapshots() {
  const rig = await challenged();
  const offlineChallenge = await rig.see();
  const { code } = await answerOf(rig);
  await typeAnswer(rig, mistyped(code));
  const enterAnswer = await rig.see();
  for (let tries = 0; tries < 10; tries++) await typeAnswer(rig, wrongCode(code));
  const answersUsedUp = await rig.see();
  await rig.order("leaveEntry", {});
  rig.stick.files = new Map();
  await rig.as("merchant", "saveChallenge");
  const offlineChallengeSaved = await rig.see();
  const challengeAtHome = await closed(rig);
  return { offlineChallenge, enterAnswer, answersUsedUp, offlineChallengeSaved, challengeAtHome };
}

export async function answeredSnapshots() {
  const rig = await challenged();
  await typeAnswer(rig, (await answerOf(rig)).code);
  const completedPendingSync = await rig.reach("completedPendingSync");
  const offlineAuthorised = lastShown(rig, ({ unbind }) => unbind.state === "offlineAuthorised");
  const unboundPendingSync = await closed(rig);
  return { offlineAuthorised, completedPendingSync, unboundPendingSync };
}

/** A card, while the terminal stays what it is. */
export async function answeredForCardSnapshots() {
  const rig = await challenged({ target: card });
  await typeAnswer(rig, (await answerOf(rig)).code);
  return { cardPendingSync: await rig.reach("completedPendingSync") };
}
