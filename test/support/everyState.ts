/** An unbind in each of its states, which it does not leave while nobody does anything, and somebody before the terminal. */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import type { Target } from "../../device/bindings/binding.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import { openJournal } from "../../device/journal/openJournal.ts";
import { pinRecordKind } from "../../device/people/throttle.ts";
import { createMemoryJournalFile } from "./memoryJournalFile.ts";
import { answerOf, challenge, typeAnswer, wrongCode } from "./offline.ts";
import { demand, requestIdOf } from "./proving.ts";
import { createRig, factoryPin, genericTarget, type Rig, type RigOptions } from "./rig.ts";
import { resetPin } from "./staff.ts";
import { card } from "./stories.ts";

const account: Target = { providerId: "kaiyibao", bindingKind: "bank_account_to_pos" };

/** Who is let in. A draft is its drafter's, and goes with them. */
export type Standing = "nobody" | "merchant" | "technician" | "factory";

async function ready(options: RigOptions = {}): Promise<Rig> {
  const replacement = { state: "validated" } as const;
  const bindings = [genericTarget, { ...card, replacement }, { ...account, replacement }];
  const rig = await createRig({ technician: true, bindings, reviewMs: "manual", ...options });
  await rig.setUp();
  return rig;
}

type Drafter = "merchant" | "technician";

async function underReview(): Promise<Rig> {
  const rig = await ready();
  await rig.confirm();
  await rig.reach("underReview");
  return rig;
}

async function approved(): Promise<Rig> {
  const rig = await underReview();
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  await rig.reach("approved");
  return rig;
}

/** The execution is on its way, and something on this terminal takes for ever once the receipt is here. */
async function executed(held: RegExp): Promise<Rig> {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution", times: 1 } });
  await rig.execute();
  await rig.reach("unknown");
  rig.mishaps().hold(held);
  return rig;
}

async function challenged(): Promise<Rig> {
  const rig = await ready();
  rig.upstream.unplug();
  await challenge(rig);
  return rig;
}

async function at(rig: Rig, state: UnbindStateName): Promise<Rig> {
  await rig.reach(state);
  return rig;
}

export const stories: Readonly<Record<UnbindStateName, (by: Drafter) => Promise<Rig>>> = {
  bound: () => ready(),
  async draft(by) {
    const rig = await ready();
    await rig.give(by, "beginUnbind", genericTarget);
    return rig;
  },
  async precheck(by) {
    const rig = await ready();
    await rig.give(by, "beginUnbind", genericTarget);
    rig.mishaps().hold(/^upstream/);
    const { profile } = (await rig.see()).unbind;
    await rig.order("chooseReason", {
      code: profile?.reasons[0]?.code ?? "other",
      intent: "unbind_only",
      way: "online",
      consent: true,
      statements: profile?.statements.map(({ code }) => code) ?? [],
    });
    return rig;
  },
  async blocked(role) {
    const rig = await ready();
    rig.terminal.becomes({ percent: 5, power: 0 });
    await rig.draft({ role });
    return rig;
  },
  async ready(role) {
    const rig = await ready();
    await rig.draft({ role });
    return rig;
  },
  async confirmed() {
    const rig = await ready({ openBatch: 2 });
    rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
    await rig.confirm({ way: "offline" });
    await rig.until(({ unbind }) => unbind.state === "confirmed" && !unbind.preparing);
    return rig;
  },
  async awaitingSecond() {
    const rig = await ready();
    await rig.confirm({ role: "technician" });
    return rig;
  },
  async sending() {
    const rig = await ready();
    const { unbind } = await rig.draft();
    rig.mishaps().hold(/^upstream/);
    await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
    return rig;
  },
  async unknown() {
    const rig = await ready();
    await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "submission" } });
    await rig.confirm();
    await rig.reach("unknown");
    rig.mishaps().hold(/^upstream/);
    return rig;
  },
  async submitted() {
    const rig = await ready();
    await rig.confirm();
    return at(rig, "submitted");
  },
  underReview,
  async verificationRequired() {
    const rig = await underReview();
    await demand(rig, "sms", "code", { code: "83926154" });
    return rig;
  },
  async riskHold() {
    const rig = await underReview();
    await rig.upstream.operator.hold({ requestId: await requestIdOf(rig), state: "risk_hold" });
    return at(rig, "riskHold");
  },
  approved,
  async executing() {
    const rig = await approved();
    await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "execution" } });
    await rig.execute();
    await rig.clock.advance(1_000);
    return rig;
  },
  async rejected() {
    const rig = await underReview();
    await rig.upstream.operator.reject({ requestId: await requestIdOf(rig), code: "no" });
    return at(rig, "rejected");
  },
  async cancelled() {
    const rig = await underReview();
    await rig.withdraw();
    return at(rig, "cancelled");
  },
  async expired() {
    const rig = await underReview();
    await rig.upstream.operator.expire({ requestId: await requestIdOf(rig) });
    return at(rig, "expired");
  },
  offlineChallenge: challenged,
  unboundUpstream: async () => at(await executed(/^payment\.save/), "unboundUpstream"),
  async offlineAuthorised() {
    const rig = await challenged();
    rig.mishaps().hold(/^payment\.save/);
    await typeAnswer(rig, (await answerOf(rig)).code);
    return at(rig, "offlineAuthorised");
  },
  wiping: async () => at(await executed(/^merchant/), "wiping"),
  async wipeIncomplete() {
    const rig = await approved();
    rig.payments().failErasing("merchantData");
    await rig.execute();
    return at(rig, "wipeIncomplete");
  },
  async wiped() {
    const rig = await approved();
    await rig.upstream.operator.setFault({ fault: { kind: "server-error", route: "attestation" } });
    await rig.execute();
    return at(rig, "wiped");
  },
  async completedPendingSync() {
    const rig = await challenged();
    await typeAnswer(rig, (await answerOf(rig)).code);
    await rig.upstream.operator.setFault({ fault: { kind: "server-error", route: "offline" } });
    rig.upstream.plugIn();
    return at(rig, "completedPendingSync");
  },
  async completed() {
    const rig = await approved();
    await rig.execute();
    return at(rig, "completed");
  },
};

const drafts: ReadonlySet<UnbindStateName> = new Set(["draft", "precheck", "blocked", "ready"]);

export const everybody: readonly Standing[] = ["nobody", "merchant", "technician", "factory"];

/** Every state with everybody who can be let in there: a draft goes with its drafter, and the factory has no PIN in service. */
export const everyStanding = (Object.keys(stories) as UnbindStateName[]).flatMap((state) =>
  everybody
    .filter((who) => !drafts.has(state) || who === "merchant" || who === "technician")
    .filter((who) => who !== "factory" || state === "completed")
    .map((who) => [state, who] as const),
);

export async function bring(state: UnbindStateName, who: Standing): Promise<Rig> {
  const rig = await stories[state](who === "technician" ? "technician" : "merchant");
  if (who === "factory") await resetPin(rig, who, factoryPin);
  if (!drafts.has(state)) await letInAlone(rig, who);
  const { unbind, session } = await rig.see();
  const there = session.phase === "open" ? session.principal?.role : undefined;
  if (unbind.state !== state || (there ?? "nobody") !== who)
    throw new Error(`${state}, ${who}: ${unbind.state}, ${there}`);
  return rig;
}

/** A merchant whose PIN is gone was let in before. */
async function letInAlone(rig: Rig, who: Standing): Promise<void> {
  const { session } = await rig.see();
  const there = session.phase === "open" ? session.principal?.role : undefined;
  if (there === who) return;
  await rig.order("leaveMenu", {});
  if (who === "nobody") return;
  const answer = await rig.give(who, "exportJournal", {});
  if (!answer.ok) throw new Error(`${who}: ${answer.error.code}`);
}

/** As the journal would have them after the hours that they take. */
async function wrongTries({ disk, clock }: Rig, times: number): Promise<void> {
  const opened = await openJournal({ file: createMemoryJournalFile(disk.journal), hash: createNodeHash(), clock });
  if (!opened.ok) throw new Error(opened.error.code);
  for (let tries = 0; tries < times; tries++)
    await opened.value.journal.append([{ kind: pinRecordKind, body: { type: "tried", role: "merchant" } }]);
}

/** What else decides about an order, beside the state of an unbind and who is let in; nobody is, unless told otherwise. */
export const oddScenes: Readonly<Record<string, () => Promise<Rig>>> = {
  async "never enrolled, and nobody has a PIN"() {
    const rig = await createRig({ codeIs: "typed" });
    await rig.until(({ terminal, upstream }) => terminal.phase === "read" && upstream.reach === "reachable");
    return rig;
  },
  async "never enrolled, and the factory is let in"() {
    const rig = await createRig({ codeIs: "typed", factory: true });
    await rig.until(({ terminal, upstream }) => terminal.phase === "read" && upstream.reach === "reachable");
    await rig.as("factory", "openStaffMenu");
    return rig;
  },
  async "nobody of the staff has a PIN"() {
    const rig = await createRig();
    await rig.setUp();
    return rig;
  },
  async "the merchant's PIN is locked"() {
    const rig = await ready();
    rig.mishaps().die();
    await wrongTries(rig, 7);
    await rig.restart();
    await rig.until(({ terminal, upstream }) => terminal.phase === "read" && upstream.reach === "reachable");
    return rig;
  },
  async "the operator is asked who they are"() {
    const rig = await ready();
    await rig.order("exportJournal", {});
    return rig;
  },
  async "payments are stopped, and the gates are judged"() {
    const rig = await ready();
    const { unbind } = await rig.draft({ target: card });
    rig.mishaps().hold(/^payment/);
    await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
    return rig;
  },
  async "a reset waits for its code"() {
    const rig = await ready();
    await rig.order("askPinReset", { role: "technician" });
    return rig;
  },
  async "the code of a reset is typed"() {
    const rig = await ready();
    await rig.order("askPinReset", { role: "technician" });
    await rig.order("enterPinReset", {});
    return rig;
  },
  async "no answer that is read out counts any more"() {
    const rig = await challenged();
    const { code } = await answerOf(rig);
    for (let tries = 0; tries < 10; tries++) await typeAnswer(rig, wrongCode(code));
    await rig.order("leaveEntry", {});
    await rig.order("leaveMenu", {});
    return rig;
  },
  async "a card is unbound, and the terminal is not"() {
    const rig = await ready();
    await rig.confirm({ target: card });
    await rig.reach("underReview");
    await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
    await rig.reach("completed");
    await rig.order("leaveMenu", {});
    return rig;
  },
};
