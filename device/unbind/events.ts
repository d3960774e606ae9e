/**
 * What can happen to an unbind. The durable events are the journal's records of kind "unbind": they are written
 * before their effects run, and read back as foreign input.
 */

import * as z from "zod/mini";
import {
  type CheckResult,
  checkResult,
  type RequestPayload,
  reasonCode,
  receiptPayload,
  wipeItemReport,
} from "../contract/evidence.ts";
import {
  bindingKind,
  compactJws,
  count,
  epoch,
  instant,
  serialNumber,
  sha256Text,
  text,
  uuid,
} from "../contract/fields.ts";

/** A signed request as it is kept: its exact bytes, and the facts that later answers are held against. */
export const confirmedRequest = z.strictObject({
  requestId: uuid,
  jws: compactJws,
  hash: sha256Text,
  providerId: text(64),
  bindingKind,
  sn: serialNumber,
  imeiHash: sha256Text,
  epoch,
  reason: z.strictObject({ code: reasonCode, text: z.optional(text(200)) }),
  confirmedAt: instant,
  expiresAt: instant,
});
export type ConfirmedRequest = z.infer<typeof confirmedRequest>;

export const grant = z.strictObject({ grantId: uuid, jws: compactJws, hash: sha256Text, expiresAt: instant });
export type Grant = z.infer<typeof grant>;

export const execution = z.strictObject({ executionId: uuid, jws: compactJws });
export type Execution = z.infer<typeof execution>;

export const receipt = z.strictObject({ jws: compactJws, hash: sha256Text, payload: receiptPayload });
export type Receipt = z.infer<typeof receipt>;

export const rejection = z.strictObject({ code: text(64), text: z.optional(text(200)) });
export type Rejection = z.infer<typeof rejection>;

const attempt = z.strictObject({ type: z.literal("sendStarted"), attempt: count });

export const durableEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("requestConfirmed"), request: confirmedRequest }),
  attempt,
  /** A message may or may not have arrived. */
  z.strictObject({ type: z.literal("outcomeLost"), code: text(64) }),
  z.strictObject({
    type: z.literal("upstreamSaid"),
    state: z.enum([
      "submitted",
      "under_review",
      "verification_required",
      "risk_hold",
      "rejected",
      "cancelled",
      "expired",
    ]),
    at: instant,
    rejection: z.optional(rejection),
  }),
  /** Something signed by the upstream did not hold; an alarm, never a step forward. */
  z.strictObject({ type: z.literal("answerRefused"), code: text(64), facts: z.record(z.string(), z.string()) }),
  z.strictObject({ type: z.literal("grantVerified"), grant, at: instant }),
  z.strictObject({ type: z.literal("executionOrdered") }),
  z.strictObject({ type: z.literal("gatesFailed"), checks: z.array(checkResult) }),
  z.strictObject({ type: z.literal("executionPrepared"), execution }),
  z.strictObject({ type: z.literal("executionSendStarted"), attempt: count }),
  /** Refused, and still approved when asked afterwards: nothing was carried out. */
  z.strictObject({ type: z.literal("executionRefused"), code: text(64) }),
  z.strictObject({ type: z.literal("receiptVerified"), receipt, at: instant }),
  z.strictObject({ type: z.literal("wipeStarted") }),
  z.strictObject({ type: z.literal("wipeItemFinished"), report: wipeItemReport }),
  z.strictObject({ type: z.literal("wipeStopped") }),
  z.strictObject({ type: z.literal("wipeAttested"), jws: compactJws }),
  z.strictObject({ type: z.literal("attestationAcknowledged"), jws: compactJws }),
  z.strictObject({ type: z.literal("cancelledBeforeSending") }),
  z.strictObject({ type: z.literal("cancellationSigned"), jws: compactJws }),
  /** The upstream will not take the withdrawal; the request goes on. */
  z.strictObject({ type: z.literal("cancellationRefused"), code: text(64) }),
  /** The operator has seen a final outcome that leaves the binding alive. */
  z.strictObject({ type: z.literal("outcomeSeen") }),
  /** The process came back; whatever was under way is of unknown outcome. */
  z.strictObject({ type: z.literal("restarted") }),
]);
export type DurableEvent = z.infer<typeof durableEvent>;

export type Choice = { readonly reason: ConfirmedRequest["reason"]; readonly consentAt: string };
export type Summary = { readonly payload: RequestPayload; readonly hash: string };

/** Events of a draft; a draft is in memory only. */
export type DraftEvent =
  | { readonly type: "menuEntered" }
  | { readonly type: "left" }
  | { readonly type: "reasonChosen"; readonly choice: Choice }
  | { readonly type: "checksRequested" }
  | { readonly type: "checksFinished"; readonly checks: readonly CheckResult[]; readonly blocked: boolean }
  | { readonly type: "summaryPrepared"; readonly summary: Summary };

export type UnbindEvent = DurableEvent | DraftEvent;

const draftTypes: ReadonlySet<string> = new Set<DraftEvent["type"]>([
  "menuEntered",
  "left",
  "reasonChosen",
  "checksRequested",
  "checksFinished",
  "summaryPrepared",
]);

export function isDurable(event: UnbindEvent): event is DurableEvent {
  return !draftTypes.has(event.type);
}
