// The power goes at any operation of the offline way. One unbind comes of it, nothing is wiped before the proof, no payment after it.

import { expect, test } from "vitest";
import { everyDeath } from "../../support/deaths.ts";
import { answerOf, typeAnswer } from "../../support/offline.ts";
import { finished, outcomeOf } from "../../support/promises.ts";
import { createRig, isBound, type Rig } from "../../support/rig.ts";

/** Somebody at the terminal, with a telephone. */
async function act(rig: Rig): Promise<boolean> {
  const snapshot = await rig.see();
  const { service, unbind, session } = snapshot;
  switch (service.phase === "outOfService" ? "completed" : unbind.state) {
    case "bound":
      if (isBound(snapshot) && session.phase === "closed")
        await rig.confirm({ way: "offline" }).catch(() => rig.order("leaveMenu", {}));
      return false;
    case "confirmed":
      if (!unbind.preparing) await rig.as("merchant", "startChallenge");
      return false;
    case "offlineChallenge":
      await typeAnswer(rig, (await answerOf(rig)).code);
      return false;
    case "wipeIncomplete":
      await rig.order("resumeWipe", {});
      return false;
    case "completedPendingSync":
      rig.upstream.plugIn();
      return false;
    default:
      return unbind.state === "completed";
  }
}

test("A death at every operation, however much of it landed: exactly one unbind, told to the upstream once", {
  timeout: 180_000,
}, async () => {
  const begin = async (ahead: Parameters<Rig["restart"]>[0]) => {
    const rig = await createRig({ openBatch: 3 });
    await rig.setUp();
    rig.upstream.unplug();
    await rig.restart(ahead);
    return rig;
  };

  const { wrong, operations } = await everyDeath({ begin, act, outcome: outcomeOf }, finished);

  expect({ wrong, enough: operations.length > 20 }).toEqual({ wrong: [], enough: true });
});
