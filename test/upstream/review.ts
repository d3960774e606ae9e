/** The states of one request and how time and the operator move it. Pure but for what is signed when it is first due. */

import { uuidV7 } from "../../device/base/ids.ts";
import type { RequestState } from "../../device/contract/codes.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { GrantPayload } from "../../device/contract/messages/outcome.ts";
import { type BindingName, sameBinding } from "./bindings.ts";
import { withDecision } from "./decisions.ts";
import type { RequestRecord, TerminalRecord } from "./records.ts";
import { addressedTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { unbind } from "./unbinding.ts";

/** Milliseconds until a review ends by itself, or only by the operator's word. */
export type Review = number | "manual";

const finalStates: readonly RequestState[] = ["rejected", "cancelled", "expired", "unbound"];
export const isFinal = (state: RequestState) => finalStates.includes(state);

/** How long a request stays `submitted` before somebody looks at it, where only the operator decides. */
const manualPickUpMs = 1_000;

/** When a request received now comes under review and is approved. */
export function schedule(reviewMs: Review, nowMs: number): Pick<RequestRecord, "underReviewAtMs" | "approveAtMs"> {
  return reviewMs === "manual"
    ? { underReviewAtMs: nowMs + manualPickUpMs, approveAtMs: null }
    : { underReviewAtMs: nowMs + Math.floor(reviewMs / 4), approveAtMs: nowMs + reviewMs };
}

/** The review begins anew, whatever stopped it. What is to be proven after it stays so. */
export function reviewAgain(record: RequestRecord, reviewMs: Review, nowMs: number): RequestRecord {
  const { demand, hold: _lifted, ...rest } = record;
  const later = demand?.phase === "afterReview" ? { demand } : {};
  return { ...rest, ...later, ...schedule(reviewMs, nowMs), state: "under_review", updatedAtMs: nowMs };
}

/** The review is over: approved, unless something is still to be proven after it. */
export function endReview(record: RequestRecord, atMs: number): RequestRecord {
  const { hold: _lifted, ...rest } = record;
  if (record.demand?.phase === "afterReview" && record.state !== "verification_required")
    return { ...rest, state: "verification_required", updatedAtMs: atMs };
  const { demand: _overruled, ...free } = rest;
  return { ...free, state: "approved", updatedAtMs: atMs };
}

export const rejectWith = (record: RequestRecord, code: string, atMs: number): RequestRecord => ({
  ...record,
  state: "rejected",
  rejection: { code },
  updatedAtMs: atMs,
});

/** The request as it stands at `nowMs`: review goes on and expiry strikes without anybody asking. */
export function passTime(record: RequestRecord, reviewMs: Review, nowMs: number): RequestRecord {
  let current = record;
  const due = (atMs: number | null): atMs is number => atMs !== null && atMs <= nowMs && atMs < record.expiresAtMs;
  const heldUntilMs = current.hold?.until === undefined ? null : Date.parse(current.hold.until);
  if (current.state === "risk_hold" && due(heldUntilMs)) current = reviewAgain(current, reviewMs, heldUntilMs);
  if (current.state === "submitted" && due(current.underReviewAtMs))
    current = { ...current, state: "under_review", updatedAtMs: current.underReviewAtMs };
  if (current.state === "under_review" && due(current.approveAtMs)) current = endReview(current, current.approveAtMs);
  const provenByMs = current.demand?.expiresAtMs ?? null;
  if (current.state === "verification_required" && due(provenByMs))
    current = rejectWith(current, "verification_expired", provenByMs);
  const deadlineMs = current.grant?.expiresAtMs ?? current.expiresAtMs;
  const expired = !isFinal(current.state) && deadlineMs <= nowMs;
  return expired ? { ...current, state: "expired", updatedAtMs: deadlineMs } : current;
}

/**
 * The stored request at this moment; undefined where there is none. Approved, it has its grant, or in one step it is
 * unbound with its receipt.
 */
export async function currentRequest(context: UpstreamContext, requestId: string): Promise<RequestRecord | undefined> {
  const stored = context.store.get("requests", requestId);
  if (!stored) return undefined;
  const nowMs = context.clock.now();
  let record = passTime(stored, context.reviewMs, nowMs);
  if (record.state === "approved" && record.style === "one_step")
    record = await unbind(context, record, record.updatedAtMs);
  if (record.state === "approved" && !record.grant)
    record = passTime({ ...record, grant: await signGrant(context, record) }, context.reviewMs, nowMs);
  record = await withDecision(context, record);
  if (record !== stored) context.store.put("requests", requestId, record);
  return record;
}

/** The request of this binding and epoch that is not settled, brought up to this moment. */
export async function openRequestFor(
  context: UpstreamContext,
  binding: BindingName & { readonly sn: string; readonly epoch: number },
): Promise<RequestRecord | undefined> {
  for (const known of context.store.all("requests")) {
    if (known.sn !== binding.sn || known.epoch !== binding.epoch || !sameBinding(known, binding)) continue;
    if (isFinal(known.state)) continue;
    const record = await currentRequest(context, known.requestId);
    if (record && !isFinal(record.state)) return record;
  }
  return undefined;
}

/** The terminal after everything that has come due: a request in one step may have ended a binding meanwhile. */
export async function currentTerminal(context: UpstreamContext, sn: string): Promise<TerminalRecord | undefined> {
  for (const { requestId, ...known } of context.store.all("requests"))
    if (known.sn === sn && !isFinal(known.state)) await currentRequest(context, requestId);
  return context.store.get("terminals", sn);
}

async function signGrant(
  context: UpstreamContext,
  record: RequestRecord,
): Promise<NonNullable<RequestRecord["grant"]>> {
  const grantId = uuidV7(context.clock.now(), context.random.bytes(10));
  // A grant never outlives the request that the operator signed.
  const expiresAtMs = Math.min(record.updatedAtMs + context.grantMs, record.expiresAtMs);
  const payload: GrantPayload = {
    ...addressedTo(context, record.sn),
    grantId,
    requestId: record.requestId,
    requestHash: record.requestHash,
    sn: record.sn,
    epoch: record.epoch,
    bindingKind: record.bindingKind,
    grantedAt: new Date(record.updatedAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
  return { grantId, expiresAtMs, jws: await context.key.sign(jwsType.grant, payload) };
}
