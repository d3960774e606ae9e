/** The ways of an unbind, as stories in which the power may go at any operation. What the core stands on meanwhile is another matter. */

import type { DeadlyStory } from "./deaths.ts";
import { answerOf, typeAnswer } from "./offline.ts";
import { act as press } from "./operator.ts";
import { finished, outcomeOf } from "./promises.ts";
import { typeCode } from "./proving.ts";
import { createRig, genericTarget, isBound, type Rig, type RigOptions, type Wishes } from "./rig.ts";

type Outcome = Awaited<ReturnType<typeof outcomeOf>>;

export type CrashStory = {
  readonly name: string;
  readonly story: DeadlyStory<Outcome>;
  /** However the power goes. */
  readonly wanted: Outcome;
};

const code = "83926154";
const lakala = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;

/** Whoever stands there does what the screen asks for. */
const operatorWith =
  (wishes: Wishes | null) =>
  async (rig: Rig): Promise<boolean> => {
    const snapshot = await rig.see();
    const { service, unbind, session } = snapshot;
    if (service.phase === "outOfService") return true;
    switch (unbind.state) {
      case "bound":
        if (wishes && isBound(snapshot, wishes.target ?? genericTarget) && session.phase === "closed")
          await rig.confirm(wishes).catch(() => rig.order("leaveMenu", {}));
        return false;
      case "confirmed":
        if (!unbind.preparing) await rig.as(wishes?.role ?? "merchant", "sendUnbind");
        return false;
      case "awaitingSecond":
        await rig.order("approveUnbind", {});
        await rig.type("274951");
        return false;
      case "verificationRequired":
        if (unbind.demand) await typeCode(rig, code);
        return false;
      case "approved":
        await rig.order("leaveMenu", {});
        await rig.execute();
        return false;
      case "wipeIncomplete":
        await rig.order("resumeWipe", {});
        return false;
      default:
        return unbind.state === "completed";
    }
  };

/** Somebody at the terminal, with a telephone. */
async function byTelephone(rig: Rig): Promise<boolean> {
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

/** A terminal that is set up, and dies in the process after that. */
const setUpWith =
  (options: RigOptions, prepare: (rig: Rig) => unknown = () => {}): DeadlyStory<Outcome>["begin"] =>
  async (ahead, ground) => {
    const rig = await createRig({ ...options, ...ground });
    await rig.setUp();
    await prepare(rig);
    await rig.restart(ahead);
    return rig;
  };

const emptyDisk: CrashStory = {
  name: "from an empty disk",
  story: {
    begin: (ahead, ground) => createRig({ openBatch: 3, prepare: ahead, ...ground }),
    act: press,
    outcome: outcomeOf,
  },
  wanted: finished,
};

const plainWay: CrashStory = {
  name: "of the plain way",
  story: { begin: setUpWith({ openBatch: 3 }), act: press, outcome: outcomeOf },
  wanted: finished,
};

const offlineWay: CrashStory = {
  name: "of the way without a network",
  story: {
    begin: setUpWith({ openBatch: 3 }, (rig) => rig.upstream.unplug()),
    act: byTelephone,
    outcome: outcomeOf,
  },
  wanted: finished,
};

function otherWay(
  name: string,
  wishes: Wishes | null,
  options: RigOptions,
  prepare?: (rig: Rig) => unknown,
): CrashStory {
  const begin = setUpWith(options, prepare);
  return { name, story: { begin, act: operatorWith(wishes), outcome: outcomeOf }, wanted: finished };
}

export const crashStories: readonly CrashStory[] = [
  emptyDisk,
  plainWay,
  offlineWay,
  otherWay(
    "of a card in one step",
    { target: lakala },
    { bindings: [{}, { ...lakala, replacement: { state: "none" } }] },
  ),
  otherWay("of two people", { role: "technician" }, { technician: true }),
  otherWay("of a code on the way", {}, {}, ({ upstream }) =>
    upstream.operator.setVerification({ demand: { factor: "code", how: { kind: "code", code } } }),
  ),
  otherWay("of an unbind that the upstream orders", null, { openBatch: 2 }, ({ upstream }) =>
    upstream.operator.orderUnbind({ sn: "PX7A20260042" }),
  ),
];
