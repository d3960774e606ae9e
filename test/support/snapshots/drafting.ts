/** From the menu to the summary. */

import type { Target } from "../../../device/bindings/binding.ts";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { genericTarget, type Rig, simIdentity, type Wishes } from "../rig.ts";
import { card } from "../stories.ts";
import { closed, lastShown, openShop } from "./shop.ts";

/** As far as the choice of a reason. */
export async function beginDraft(rig: Rig, target: Target = genericTarget): Promise<Snapshot> {
  await rig.order("openMenu", {});
  await rig.order("beginUnbind", target);
  await rig.letIn();
  return rig.see();
}

export async function draftingSnapshots() {
  const rig = await openShop();
  const draft = await beginDraft(rig);
  await rig.clock.advance(43_000);
  const idle = await rig.see();
  await rig.order("leaveMenu", {});
  const draftOfCard = await beginDraft(rig, card);
  await rig.order("leaveMenu", {});
  rig.upstream.unplug();
  await rig.until(({ upstream }) => upstream.reach === "unreachable");
  const draftOffline = await beginDraft(rig);
  return { draft, idle, draftOfCard, draftOffline };
}

/** Everything that can be wrong at once, and somebody who takes a part of it upon themselves. */
export async function checkingSnapshots() {
  const rig = await openShop({ openBatch: 2, driver: "slf" });
  rig.terminal.becomes({ percent: 12, printer: "no_paper", registration: 0 });
  await rig.upstream.operator.setTerms({ sn: simIdentity.sn, ...genericTarget, policyVersion: "2026-03" });
  await rig.draft({ statements: ["account_and_contact_verified"] });
  await rig.order("waiveCheck", { check: "PRINTER_FAULT", reason: "terminal_broken" });
  const checksFailed = await rig.see();
  const checking = lastShown(rig, ({ unbind }) => unbind.state === "precheck");
  return { checking, checksFailed };
}

export async function passingSnapshots() {
  const rig = await openShop();
  await rig.draft();
  const checksPassed = lastShown(rig, ({ unbind }) => unbind.state === "ready" && unbind.summary === null);
  await rig.order("leaveMenu", {});
  rig.terminal.becomes({ registration: 0 });
  await rig.draft();
  const checksWithSideEffects = lastShown(rig, ({ unbind }) => unbind.state === "ready" && unbind.summary === null);
  await rig.order("leaveMenu", {});
  const summaryOfCard = await rig.draft({ target: card });
  return { checksPassed, checksWithSideEffects, summaryOfCard };
}

/** A technician, with the upstream's leave for what is left behind, and the merchant as the second person. */
const much: Wishes = { code: "other", text: "店铺搬迁", intent: "unbind_and_close", role: "technician" };

/** With as many fields as a request can have at once: an earlier one was rejected. */
export async function summarySnapshots() {
  const rig = await openShop({ openBatch: 2, reviewMs: "manual", settings: { shuffledKeypad: true } });
  await rig.confirm();
  const { requestId } = (await rig.reach("underReview")).unbind;
  await rig.upstream.operator.reject({ requestId: requestId ?? "", code: "documents_incomplete" });
  await rig.reach("rejected");
  await rig.order("leaveMenu", {});
  await rig.upstream.operator.authorise({ sn: simIdentity.sn, ...genericTarget, covers: ["waive_open_batch"] });
  rig.terminal.becomes({ percent: 12 });
  await rig.draft(much);
  await rig.order("waiveCheck", { check: "BATTERY_LOW", reason: "terminal_broken" });
  await rig.order("waiveCheck", { check: "OPEN_BATCH", reason: "saved_elsewhere" });
  await rig.order("showSummary", {});
  const summary = await rig.see();
  await rig.clock.advance(1_000);
  await rig.order("showSummary", {});
  const summaryAnew = await rig.see();
  await rig.order("confirmUnbind", { summaryHash: summaryAnew.unbind.summary?.hash ?? "" });
  const awaitingSecond = await rig.see();
  await rig.order("approveUnbind", {});
  const approvePin = await rig.see();
  return { summary, summaryAnew, awaitingSecond, approvePin, awaitingSecondAtHome: await closed(rig) };
}
