/** One of every event of the unbind machine, with contents that its schemas accept. */

import type { CheckResult, RequestPayload, WipeItemReport } from "../../../device/contract/evidence.ts";
import type { UnbindEvent } from "../../../device/unbind/events.ts";

const id = "01900000-0000-7000-8000-000000000001";
const jws = "aGVhZA.cGF5bG9hZA.c2lnbmF0dXJl";
const hash = "h".repeat(43);
const at = "2026-01-01T00:00:00.000Z";
const bindingKind = "terminal_to_merchant" as const;
const named = { requestId: id, sn: "PX7A20260042", imeiHash: hash, epoch: 1, bindingKind };
const reason = { code: "other" as const };

export const request = { ...named, jws, hash, providerId: "generic", reason, confirmedAt: at, expiresAt: at };
const receiptPayload = {
  ...named,
  receiptId: id,
  requestHash: hash,
  outcome: "unbound_now" as const,
  unboundAt: at,
  subjectMasked: "•••",
  followUps: [],
};
const checks: CheckResult[] = [{ code: "OPEN_BATCH", level: "must", outcome: "failed" }];
// The machine carries a summary and never looks into it.
const summary = { payload: {} as RequestPayload, hash };

const item = (name: WipeItemReport["name"], result: WipeItemReport["result"]): UnbindEvent => ({
  type: "wipeItemFinished",
  report: { name, method: "delete", result, at },
});

export const events: readonly UnbindEvent[] = [
  { type: "menuEntered" },
  { type: "left" },
  { type: "reasonChosen", choice: { reason, consentAt: at } },
  { type: "checksRequested" },
  { type: "checksFinished", checks, blocked: true },
  { type: "checksFinished", checks: [], blocked: false },
  { type: "summaryPrepared", summary },
  { type: "requestConfirmed", request },
  { type: "sendStarted", attempt: 1 },
  { type: "outcomeLost", code: "upstream/no-answer" },
  ...(
    ["submitted", "under_review", "verification_required", "risk_hold", "rejected", "cancelled", "expired"] as const
  ).map((state): UnbindEvent => ({ type: "upstreamSaid", state, at })),
  { type: "answerRefused", code: "trust/signature-wrong", facts: {} },
  { type: "grantVerified", grant: { grantId: id, jws, hash, expiresAt: at }, at },
  { type: "executionOrdered" },
  { type: "gatesFailed", checks },
  { type: "executionPrepared", execution: { executionId: id, jws } },
  { type: "executionSendStarted", attempt: 1 },
  { type: "executionRefused", code: "upstream/grant-refused" },
  { type: "receiptVerified", receipt: { jws, hash, payload: receiptPayload }, at },
  { type: "wipeStarted" },
  item("binding_record", "done"),
  item("merchant_pin", "failed"),
  { type: "wipeStopped" },
  { type: "wipeAttested", jws },
  { type: "attestationAcknowledged", jws },
  { type: "cancelledBeforeSending" },
  { type: "cancellationSigned", jws },
  { type: "cancellationRefused", code: "upstream/not-cancellable" },
  { type: "outcomeSeen" },
  { type: "restarted" },
];
