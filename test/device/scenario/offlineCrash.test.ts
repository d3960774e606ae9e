// The power goes at any operation of the offline way. One unbind comes of it, nothing is wiped before the proof, no payment after it.

import { expect, test } from "vitest";
import type { Landing } from "../../support/mishaps.ts";
import { answerOf, typeAnswer } from "../../support/offline.ts";
import { brokenAfterStart, finished, outcomeOf } from "../../support/promises.ts";
import { createRig, isBound, type Rig } from "../../support/rig.ts";

type Death = { readonly at: number; readonly landing: Landing };
const landings: readonly Landing[] = ["nothing", "half", "all"];

/** One look at the screen and what it asks for, by somebody with a telephone; true when it is over. */
async function act(rig: Rig): Promise<boolean> {
  const snapshot = await rig.see();
  const { service, unbind, session } = snapshot;
  switch (service.phase === "outOfService" ? "completed" : unbind.state) {
    case "bound":
      if (isBound(snapshot) && session.phase === "closed")
        await rig.confirm({ way: "offline" }).catch(() => rig.order("leaveMenu", {}));
      break;
    case "confirmed":
      if (!unbind.preparing) await rig.as("merchant", "startChallenge");
      break;
    case "offlineChallenge":
      await typeAnswer(rig, (await answerOf(rig)).code);
      break;
    case "wipeIncomplete":
      await rig.order("resumeWipe", {});
      break;
    case "completedPendingSync":
      rig.upstream.plugIn();
      break;
    case "completed":
      return true;
  }
  await rig.clock.advance(1_000);
  return false;
}

async function carryOn(rig: Rig): Promise<void> {
  for (let acts = 0; acts < 600; acts++) if (rig.mishaps().dead || (await act(rig))) return;
  throw new Error(`still ${(await rig.see()).unbind.state}`);
}

/** Set up, cut off, and started anew with this death ahead. */
async function cutOff(death?: Death): Promise<Rig> {
  const rig = await createRig({ openBatch: 3 });
  await rig.setUp();
  rig.upstream.unplug();
  await rig.restart(death && ((mishaps) => mishaps.dieAt(death.at, death.landing)));
  return rig;
}

async function story(death: Death) {
  const rig = await cutOff(death);
  await carryOn(rig);
  const broken: string[] = [];
  if (rig.mishaps().dead) {
    await rig.restart();
    broken.push(...(await brokenAfterStart(rig)));
    await carryOn(rig);
  }
  return outcomeOf(rig, broken);
}

test("A death at every operation, however much of it landed: exactly one unbind, told to the upstream once", {
  timeout: 180_000,
}, async () => {
  const whole = await cutOff();
  await carryOn(whole);
  const { operations } = whole.mishaps();
  const wrong: string[] = [];
  for (const [index, operation] of operations.entries()) {
    for (const landing of landings) {
      const told = await story({ at: index + 1, landing }).catch(String);
      if (JSON.stringify(told) !== JSON.stringify(finished))
        wrong.push(`${index + 1} ${operation}, ${landing}: ${JSON.stringify(told)}`);
    }
  }

  expect({ wrong, enough: operations.length > 20 }).toEqual({ wrong: [], enough: true });
});
