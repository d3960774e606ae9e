/** The states of one request and how time and the operator move it. Pure but for the grant, which is signed when first due. */

import { uuidV7 } from "../../device/base/ids.ts";
import { type GrantPayload, jwsType } from "../../device/contract/evidence.ts";
import type { RequestState } from "../../device/contract/upstream.ts";
import type { RequestRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

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

/** The request as it stands at `nowMs`: review goes on and expiry strikes without anybody asking. */
export function passTime(record: RequestRecord, nowMs: number): RequestRecord {
  let current = record;
  const become = (state: RequestState, atMs: number) => {
    current = { ...current, state, updatedAtMs: atMs };
  };
  const due = (atMs: number | null): atMs is number => atMs !== null && atMs <= nowMs && atMs < record.expiresAtMs;
  if (current.state === "submitted" && due(record.underReviewAtMs)) become("under_review", record.underReviewAtMs);
  if (current.state === "under_review" && due(record.approveAtMs)) become("approved", record.approveAtMs);
  const deadlineMs = current.grant?.expiresAtMs ?? current.expiresAtMs;
  if (!isFinal(current.state) && deadlineMs <= nowMs) become("expired", deadlineMs);
  return current;
}

/** The stored request at this moment, with its grant where it is approved; undefined where there is none. */
export async function currentRequest(context: UpstreamContext, requestId: string): Promise<RequestRecord | undefined> {
  const stored = context.store.get("requests", requestId);
  if (!stored) return undefined;
  let record = passTime(stored, context.clock.now());
  if (record.state === "approved" && !record.grant) {
    record = passTime({ ...record, grant: await signGrant(context, record) }, context.clock.now());
  }
  if (record !== stored) context.store.put("requests", requestId, record);
  return record;
}

/** Every open request, brought up to this moment. */
export async function openRequestFor(
  context: UpstreamContext,
  binding: Pick<RequestRecord, "sn" | "bindingKind" | "epoch">,
): Promise<RequestRecord | undefined> {
  for (const { requestId, sn, bindingKind, epoch } of context.store.all("requests")) {
    if (sn !== binding.sn || bindingKind !== binding.bindingKind || epoch !== binding.epoch) continue;
    const record = await currentRequest(context, requestId);
    if (record && !isFinal(record.state)) return record;
  }
  return undefined;
}

async function signGrant(
  context: UpstreamContext,
  record: RequestRecord,
): Promise<NonNullable<RequestRecord["grant"]>> {
  const grantId = uuidV7(context.clock.now(), context.random.bytes(10));
  // A grant never outlives the request that the operator signed.
  const expiresAtMs = Math.min(record.updatedAtMs + context.grantMs, record.expiresAtMs);
  const payload: GrantPayload = {
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
