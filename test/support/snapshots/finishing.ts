/** From the commit to an unbound terminal, and what is left to do and to prove afterwards. */

import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { referenceTo } from "../../upstream/references.ts";
import { createMemoryPrinter } from "../memoryPrinter.ts";
import { answerOf, challenge, typeAnswer } from "../offline.ts";
import { shapesOf } from "../paperShapes.ts";
import { requestIdOf } from "../proving.ts";
import { genericTarget, type Rig } from "../rig.ts";
import { asksFirstPin, bindUpstream } from "../staff.ts";
import { card, journalText } from "../stories.ts";
import { closed, lastShown, openShop } from "./shop.ts";

async function approved(): Promise<Rig> {
  const rig = await openShop();
  await rig.confirm();
  await rig.reach("approved");
  return rig;
}

const inState = (state: Snapshot["unbind"]["state"]) => (seen: Snapshot) => seen.unbind.state === state;

export async function finishedSnapshots() {
  const printer = createMemoryPrinter();
  const rig = await openShop({ printer });
  await rig.confirm();
  await rig.reach("approved");
  await rig.order("showPaper", { kind: "slip" });
  const paperSlip = await rig.see();
  await rig.order("hidePaper", {});
  const approvedWithPrinter = await rig.see();
  await rig.execute();
  await rig.reach("completed");
  const requestId = await requestIdOf(rig);
  await rig.order("tickFollowUp", { requestId, code: "funds_arrived", done: true });
  await rig.order("saveEvidence", { requestId });
  const completed = await rig.see();
  const unboundUpstream = lastShown(rig, inState("unboundUpstream"));
  const wiping = lastShown(rig, inState("wiping"));
  await rig.order("showPaper", { kind: "voucher" });
  const paperVoucher = await rig.see();
  printer.outcome = { code: "printer/paper-out" };
  await rig.order("printPaper", { glyphs: shapesOf(paperVoucher) });
  await rig.clock.advance(1);
  const paperOut = await rig.see();
  printer.outcome = "prints";
  await rig.order("printPaper", { glyphs: shapesOf(paperVoucher) });
  await rig.clock.advance(1);
  const paperPrinted = await rig.see();
  await rig.order("hidePaper", {});
  const released = await closed(rig);
  await rig.as("technician", "openStaffMenu");
  const staffMenuReleased = await rig.see();
  await rig.order("changePin", { role: "technician" });
  const changePinReleased = await rig.see();
  await rig.order("leaveMenu", {});
  await rig.order("askPinReset", { role: "technician" });
  const pinResetReleased = await rig.see();
  await rig.order("leavePinReset", {});
  const code = await bindUpstream(rig);
  await rig.as("technician", "openStaffMenu");
  await rig.order("bindAgain", { code });
  const boundAgain = await rig.until(asksFirstPin);
  return {
    paperSlip,
    approvedWithPrinter,
    unboundUpstream,
    wiping,
    completed,
    paperVoucher,
    paperOut,
    paperPrinted,
    released,
    staffMenuReleased,
    changePinReleased,
    pinResetReleased,
    boundAgain,
  };
}

/** Something on the terminal cannot be erased; then the upstream does not confirm that anything ended. */
export async function troubledSnapshots() {
  const rig = await approved();
  rig.payments().failErasing("paymentKeys");
  await rig.execute();
  const wipeIncomplete = await rig.reach("wipeIncomplete");
  const wipeIncompleteAtHome = await closed(rig);
  await rig.order("openStaffMenu", {});
  const wipeWithPin = await rig.see();
  await rig.letIn("technician");
  const wipeWithStaff = await rig.see();
  await rig.order("leaveMenu", {});
  await rig.order("askPinReset", { role: "technician" });
  await rig.order("enterPinReset", {});
  const wipeWithCode = await rig.see();
  await rig.order("leaveEntry", {});
  await rig.order("leavePinReset", {});
  rig.payments().failErasing();
  rig.answersAs("POST .*/attestation$", { status: 500, problem: "internal" });
  await rig.order("openMenu", {});
  await rig.order("resumeWipe", {});
  const wiped = await rig.reach("wiped");
  await stillBoundUpstream(rig);
  const attestationRefused = await rig.until(({ unbind }) => unbind.statementRefused !== null);
  const wipedAtHome = await closed(rig);
  const whileWiping = { wipeIncomplete, wipeIncompleteAtHome, wipeWithPin, wipeWithStaff, wipeWithCode };
  return { ...whileWiping, wiped, attestationRefused, wipedAtHome };
}

/** One after the other: rejected, a card in one step, and the terminal without a network. */
export async function historySnapshots() {
  const rig = await openShop({ reviewMs: "manual" });
  await rig.confirm();
  await rig.reach("underReview");
  await rig.upstream.operator.reject({ requestId: await requestIdOf(rig), code: "documents_incomplete" });
  await rig.reach("rejected");
  await rig.order("closeOutcome", {});
  await rig.order("leaveMenu", {});
  await rig.confirm({ target: card });
  await rig.reach("underReview");
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  await rig.reach("completed");
  await rig.order("openMenu", {});
  const completedWithCardLeft = await rig.see();
  const homeCardUnbound = await closed(rig);
  await rig.order("beginUnbind", genericTarget);
  await rig.order("chooseRole", { role: "merchant" });
  const nextUnbindAsksPin = await rig.see();
  await rig.order("leaveMenu", {});
  rig.upstream.unplug();
  await challenge(rig);
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");
  const history = await closed(rig);
  rig.answersAs("POST /v1/offline-unbinds", { status: 409, problem: "offline-refused" });
  rig.upstream.plugIn();
  const reportRefusedAtHome = await rig.until(({ unbind }) => unbind.statementRefused !== null);
  await rig.order("openMenu", {});
  const reportRefused = await rig.see();
  return { completedWithCardLeft, nextUnbindAsksPin, homeCardUnbound, history, reportRefused, reportRefusedAtHome };
}

/** The upstream takes the attestation, and its own record says something else. */
async function stillBoundUpstream(rig: Rig): Promise<void> {
  const attestation = /"wipeAttested","jws":"([^"]+)"/.exec(journalText(rig))?.[1] ?? "";
  const acknowledgement = await rig.upstreamSigns(jwsType.acknowledgement, {
    requestId: await requestIdOf(rig),
    attestationHash: referenceTo(attestation),
    bindingState: "bound",
    at: new Date(rig.clock.now()).toISOString(),
  });
  rig.answersAs("POST .*/attestation$", { status: 200, body: { acknowledgement } });
}
