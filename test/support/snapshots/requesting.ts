/** From the confirmation to what the upstream says in the end. */

import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { refuseFromNowOn } from "../decisions.ts";
import { demand, requestIdOf, typeCode } from "../proving.ts";
import { type Rig, type RigOptions, simIdentity, type Wishes } from "../rig.ts";
import { card } from "../stories.ts";
import { closed, lastShown, openShop, press } from "./shop.ts";

async function confirmed(options: RigOptions = {}, wishes: Wishes = {}): Promise<Rig> {
  const rig = await openShop(options);
  await rig.confirm(wishes);
  return rig;
}

async function underReview(wishes: Wishes = {}): Promise<Rig> {
  const rig = await confirmed({ reviewMs: "manual" }, wishes);
  await rig.reach("underReview");
  return rig;
}

/** Nothing is wrong, and somebody decides. */
export async function reviewedSnapshots() {
  const rig = await confirmed({ reviewMs: "manual" });
  const submitted = await rig.reach("submitted");
  const homePending = await closed(rig);
  const underReviewAtHome = await rig.reach("underReview");
  await rig.order("openMenu", {});
  const underReview = await rig.see();
  return { submitted, homePending, underReview, underReviewAtHome };
}

export async function approvedSnapshots() {
  const rig = await confirmed({ openBatch: 2 });
  const approved = await rig.reach("approved");
  const approvedAtHome = await closed(rig);
  await rig.order("openMenu", {});
  const approvedNotAuthenticated = await rig.see();
  await rig.order("executeUnbind", {});
  await rig.order("chooseRole", { role: "merchant" });
  const executeAsksPin = await rig.see();
  await rig.order("leaveMenu", {});
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
  rig.terminal.becomes({ percent: 12 });
  await rig.execute();
  const gateClosed = await rig.until(({ unbind }) => unbind.failure?.code === "unbind/gate-closed");
  return { approved, approvedAtHome, approvedNotAuthenticated, executeAsksPin, gateClosed };
}

/** The gate closes in the moment of the confirmation: the request stays where it is. */
export async function unsentSnapshots() {
  const rig = await openShop();
  const { unbind } = await rig.draft({ target: card });
  rig.terminal.becomes({ percent: 12 });
  await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
  const confirmed = await rig.until((seen) => seen.unbind.failure !== null);
  await rig.restart();
  const confirmedAtHome = await rig.until(({ bindings }) => bindings.state === "known");
  await rig.order("openMenu", {});
  const confirmedWaits = await rig.see();
  return { confirmed, confirmedAtHome, confirmedWaits };
}

/** The answer to a message takes its time, and is none. */
export async function unknownSnapshots() {
  const lost = { status: 500, problem: "internal", afterMs: 3_000 };
  const rig = await openShop({ answers: ["POST /v1/unbind-requests$", lost] });
  await rig.confirm();
  const sending = await rig.until(({ unbind }) => unbind.asking);
  const sendingAtHome = await closed(rig);
  await rig.order("openMenu", {});
  const unknownApply = await rig.reach("unknown");
  const homeUnknown = await closed(rig);
  rig.answersAs("POST /v1/unbind-requests$", null);
  await rig.reach("approved");
  rig.answersAs("POST .*/execution$", lost);
  await rig.execute();
  const executing = await rig.until(({ unbind }) => unbind.state === "executing" && unbind.asking);
  const executingAtHome = await closed(rig);
  await rig.order("openMenu", {});
  const unknownExecute = await rig.reach("unknown");
  await rig.order("leaveMenu", {});
  rig.answersAs("POST .*/execution$", null);
  await rig.reach("completed");
  const unboundUpstreamAtHome = lastShown(rig, ({ unbind }) => unbind.state === "unboundUpstream");
  const wipingAtHome = lastShown(rig, ({ unbind }) => unbind.state === "wiping");
  return {
    sending,
    sendingAtHome,
    unknownApply,
    homeUnknown,
    executing,
    executingAtHome,
    unknownExecute,
    unboundUpstreamAtHome,
    wipingAtHome,
  };
}

export async function oneStepSnapshots() {
  const rig = await confirmed({ reviewMs: "manual" }, { target: card });
  const submittedOneStep = await rig.reach("submitted");
  const preparing = lastShown(rig, ({ unbind }) => unbind.state === "confirmed" && unbind.preparing);
  return { submittedOneStep, preparing };
}

/** What the upstream wants proven: a code, a wrong one, and a telephone that takes over. */
export async function verifiedSnapshots() {
  const rig = await underReview();
  await demand(rig, "sms", "code", { code: "83926154", sentTo: "138••••••56" });
  const verificationRequired = await rig.see();
  await typeCode(rig, "11112222");
  const enterVerification = await press(rig, "83");
  await rig.order("leaveEntry", {});
  const verificationAtHome = await closed(rig);
  await demand(rig, "face", "handOver");
  await rig.order("openMenu", {});
  const handOver = await rig.see();
  return { verificationRequired, verificationAtHome, enterVerification, handOver };
}

export async function heldSnapshots() {
  const rig = await underReview();
  const requestId = await requestIdOf(rig);
  const until = "2026-01-02T05:01:07.000Z";
  await rig.upstream.operator.hold({ requestId, state: "risk_hold", code: "velocity", until });
  await rig.reach("riskHold");
  rig.answersAs("POST .*/cancellation$", { status: 503, problem: "internal" });
  await rig.withdraw();
  const riskHold = await rig.until(({ unbind }) => unbind.cancelAsked);
  const riskHoldAtHome = await closed(rig);
  return { riskHold, riskHoldAtHome };
}

export async function endedSnapshots() {
  const rejected = await ended((rig, requestId) =>
    rig.upstream.operator.reject({ requestId, code: "documents_incomplete", text: "R-17: 2 / 3" }),
  );
  const cancelled = await ended((rig, requestId) => rig.upstream.operator.cancel({ requestId }));
  const expired = await ended((rig, requestId) => rig.upstream.operator.expire({ requestId }));
  return {
    rejected: rejected.open,
    homeRejected: rejected.atHome,
    cancelled: cancelled.open,
    cancelledAtHome: cancelled.atHome,
    expired: expired.open,
    expiredAtHome: expired.atHome,
  };
}

async function ended(
  decide: (rig: Rig, requestId: string) => Promise<unknown>,
): Promise<{ readonly open: Snapshot; readonly atHome: Snapshot }> {
  const rig = await underReview();
  await decide(rig, await requestIdOf(rig));
  const open = await rig.reach("rejected", "cancelled", "expired");
  return { open, atHome: await closed(rig) };
}

/** The upstream's limit is reached in the moment of sending. */
export async function limitedSnapshots() {
  const rig = await openShop();
  refuseFromNowOn(rig, /unbind-requests$/, "limit-reached", "refused", "2026-01-06T05:01:07.000Z");
  await rig.confirm();
  return { rejectedUntil: await rig.reach("rejected") };
}

export async function orderedSnapshots() {
  const rig = await openShop();
  const target = { providerId: "generic-pos", bindingKind: "terminal_to_merchant" } as const;
  await rig.upstream.operator.orderUnbind({
    sn: simIdentity.sn,
    ...target,
    reason: "regulatory",
    text: "商户号已停用",
  });
  await rig.clock.advance(330_000);
  const homeOrdered = await rig.reach("approved");
  await rig.order("openMenu", {});
  return { homeOrdered, ordered: await rig.see() };
}
