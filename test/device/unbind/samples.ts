/** One of every event of the unbind machine, with contents that its schemas accept, and every sort of request. */

import { decisionOutcome } from "../../../device/contract/codes.ts";
import type { CheckResult, RequestPayload } from "../../../device/contract/messages/request.ts";
import type { WipeItemReport } from "../../../device/contract/messages/wipe.ts";
import { mostAnswerTries } from "../../../device/offline/challengeSession.ts";
import type { ConfirmedRequest } from "../../../device/trust/signedObjects.ts";
import type { UnbindEvent } from "../../../device/unbind/events.ts";

const id = "01900000-0000-7000-8000-000000000001";
const jws = "aGVhZA.cGF5bG9hZA.c2lnbmF0dXJl";
const hash = "h".repeat(43);
const at = "2026-01-01T00:00:00.000Z";
const bindingKind = "terminal_to_merchant" as const;
const named = { requestId: id, sn: "PX7A20260042", imeiHash: hash, epoch: 1, bindingKind };
const reason = { code: "other" as const };
const actor = { role: "merchant", principalId: id, method: "pin", approvedAt: at } as const;
const target = { providerId: "generic-pos", bindingKind };

export const request: ConfirmedRequest = {
  ...named,
  jws,
  hash,
  reason,
  actor,
  providerId: "generic-pos",
  origin: "terminal",
  intent: "unbind_only",
  execution: "approve_then_execute",
  way: "online",
  waived: [],
  confirmedAt: at,
  expiresAt: at,
};
const oneStep: ConfirmedRequest = { ...request, execution: "one_step" };
const { actor: _nobody, ...unasked } = request;
const ordered: ConfirmedRequest = { ...unasked, origin: "upstream" };

/** In both styles: alone, with a second person, offline, and of a card. */
export const requests: readonly ConfirmedRequest[] = [request, oneStep].flatMap((style): ConfirmedRequest[] => [
  style,
  { ...style, secondApproval: "merchant" },
  { ...style, way: "offline" },
  { ...style, bindingKind: "settlement_card_to_merchant" },
]);

const receiptPayload = {
  ...named,
  receiptId: id,
  requestHash: hash,
  outcome: "unbound_now" as const,
  unboundAt: at,
  subjectMasked: "•••",
  followUps: [],
};
const receipts = [true, false].map((paymentsMayContinue) => ({
  jws,
  hash,
  payload: { ...receiptPayload, paymentsMayContinue },
}));
const grant = { grantId: id, jws, hash, expiresAt: at };
const checks: CheckResult[] = [{ code: "BATTERY_LOW", level: "must", outcome: "failed" }];
// The machine carries a summary and never looks into it.
const summary = { payload: {} as RequestPayload, hash };

const item = (name: WipeItemReport["name"], result: WipeItemReport["result"]): UnbindEvent => ({
  type: "wipeItemFinished",
  report: { name, method: "delete", result, at },
});

export const events: readonly UnbindEvent[] = [
  { type: "menuEntered", target, actor },
  { type: "left" },
  { type: "reasonChosen", choice: { reason, intent: "unbind_only", way: "online", consent: null, statements: [] } },
  { type: "checksRequested" },
  { type: "terminalChanged" },
  { type: "checksFinished", checks },
  { type: "checksFinished", checks: [] },
  {
    type: "checkWaived",
    waiver: { check: "BATTERY_LOW", reason: "terminal_broken", role: "merchant", principalId: id, at },
  },
  { type: "summaryPrepared", summary },
  ...requests.map((each): UnbindEvent => ({ type: "requestConfirmed", request: each })),
  { type: "orderVerified", request: ordered, grant, at },
  { type: "secondAwaited" },
  { type: "secondApproved", approval: jws },
  { type: "preparationStarted", towards: "send" },
  { type: "preparationStarted", towards: "challenge" },
  ...[0, mostAnswerTries].map(
    (tries): UnbindEvent => ({
      type: "challengeIssued",
      challenge: { letters: "B".repeat(20), nonce: "nonce", issuedAt: at, expiresAt: at },
      tries,
    }),
  ),
  { type: "answerTried" },
  { type: "offlineAuthorised", tier: "offline_code", at },
  { type: "offlineAuthorised", tier: "offline_signed", answer: jws, at },
  { type: "sendStarted", attempt: 1 },
  { type: "requestRefused", rejection: { code: "limit-reached" }, at },
  ...decisionOutcome.options.map(
    (outcome): UnbindEvent => ({ type: "decisionVerified", decision: { jws, outcome, code: "debts" }, at }),
  ),
  { type: "outcomeLost", code: "upstream/no-answer" },
  ...(["submitted", "under_review", "risk_hold", "rejected", "cancelled", "expired"] as const).map(
    (state): UnbindEvent => ({ type: "upstreamSaid", state, at }),
  ),
  {
    type: "upstreamSaid",
    state: "verification_required",
    at,
    demand: { ref: id, factor: "sms", kind: "code" },
  },
  { type: "verificationStarted", ref: id },
  { type: "answerRefused", code: "trust/signature-wrong", facts: {} },
  { type: "grantVerified", grant, at },
  { type: "executionOrdered" },
  { type: "gatesFailed", checks },
  { type: "executionPrepared", execution: { executionId: id, jws } },
  { type: "executionSendStarted", attempt: 1 },
  { type: "executionRefused", code: "upstream/grant-refused" },
  ...receipts.map((receipt): UnbindEvent => ({ type: "receiptVerified", receipt, at })),
  { type: "wipeStarted" },
  item("binding_record", "done"),
  item("merchant_pin", "failed"),
  { type: "wipeStopped" },
  { type: "wipeAttested", jws },
  { type: "attestationAcknowledged", jws },
  { type: "reportSigned", jws },
  ...receipts.map((receipt): UnbindEvent => ({ type: "reportAcknowledged", receipt, acknowledgement: jws, at })),
  { type: "statementRefused", code: "upstream/offline-refused", at },
  { type: "cancelledBeforeSending" },
  { type: "expiredUnsent" },
  { type: "cancellationSigned", jws },
  { type: "cancellationRefused", code: "upstream/not-cancellable" },
  { type: "withdrawnUnknown", at },
  { type: "outcomeSeen" },
  { type: "boundAgain", ...target, epoch: 1 },
  { type: "boundAgain", ...target, epoch: 2 },
  { type: "boundAgain", ...target, providerId: "lishua", epoch: 1 },
  { type: "restarted" },
];
