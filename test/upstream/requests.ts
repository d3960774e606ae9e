/** Taking a request, telling how it stands, and letting it be withdrawn. */

import { err, ok, type Result } from "../../device/base/result.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { cancellationPayload } from "../../device/contract/messages/request.ts";
import { paths } from "../../device/contract/upstream.ts";
import { admit, judgeChecks, openSubmission, type Submission } from "./admission.ts";
import type { Answer, Refusal } from "./answers.ts";
import { stateOf } from "./bindings.ts";
import { signDecision, turnAway, turnAwayUnknown, withDecision } from "./decisions.ts";
import { openDeviceMessage, openQuery } from "./deviceMessages.ts";
import { hearRequest } from "./heard.ts";
import type { BindingRecord, RequestRecord } from "./records.ts";
import { refersTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentRequest, isFinal, rejectWith, schedule } from "./review.ts";
import { requestOf, standing } from "./standing.ts";
import { createDemand } from "./verification.ts";

/**
 * Takes a request once: the same bytes again get the current answer, other bytes under the same key are refused.
 * A binding that is unbound already has nothing left to review.
 */
export async function submit(
  context: UpstreamContext,
  body: string,
  idempotencyKey: string | null,
): Promise<Result<Answer, Refusal>> {
  const named = readIdempotencyKey(idempotencyKey);
  if (!named.ok) return named;
  const opened = await openSubmission(context, body);
  if (!opened.ok) return opened;
  const { request, requestHash, terminal } = opened.value;
  const { requestId, epoch, bindingKind } = request;
  if (named.value !== requestId)
    return err({ code: "idempotency-conflict", detail: "Idempotency-Key is not the signed id" });

  const known = await currentRequest(context, requestId);
  if (known) {
    return (known.approval ?? known.jws) === body
      ? ok(accepted(context, known))
      : err({ code: "idempotency-conflict", requestId });
  }
  const turnedAway = context.store.get("turnedAway", requestId);
  if (turnedAway) {
    const same = turnedAway.requestHash === requestHash;
    return err(same ? turnedAway.refusal : { code: "idempotency-conflict", requestId });
  }
  const admitted = await admit(context, opened.value);
  if (!admitted.ok) {
    const decided = { requestId, requestHash, sn: terminal.sn, epoch, bindingKind };
    return err(await turnAway(context, decided, "refused", admitted.error));
  }
  const { binding, expiresAtMs } = admitted.value;
  const taken = takenAs(context, opened.value, body, expiresAtMs);
  const judged = judgeChecks(opened.value.request, binding, context.clock.now());
  const begun = judged.ok
    ? await begin(context, { ...taken, waived: judged.value }, binding)
    : rejectWith(taken, judged.error.code, taken.receivedAtMs);
  context.store.put("requests", requestId, begun);
  hearRequest(context, terminal.sn, requestId);
  const record = await currentRequest(context, requestId);
  if (!record) throw new Error("a request that was just stored is gone");
  return ok(accepted(context, record));
}

/** The record of a request that was opened, before anybody has looked at it. */
export function takenAs(
  context: UpstreamContext,
  { request, requestJws, requestHash, approval }: Submission,
  body: string,
  expiresAtMs: number,
): RequestRecord {
  const { requestId, providerId, bindingKind, epoch } = request;
  const nowMs = context.clock.now();
  return {
    requestId,
    sn: request.device.sn,
    providerId,
    bindingKind,
    epoch,
    requestHash,
    origin: "terminal",
    intent: request.intent,
    style: request.execution,
    way: request.way,
    jws: requestJws,
    ...(approval ? { approval: body } : {}),
    waived: [],
    receivedAtMs: nowMs,
    expiresAtMs,
    state: "submitted",
    updatedAtMs: nowMs,
    ...schedule(context.reviewMs, nowMs),
  };
}

/** The first step of the review; what has to be proven of every request is demanded with it. */
async function begin(context: UpstreamContext, record: RequestRecord, binding: BindingRecord): Promise<RequestRecord> {
  if (stateOf(binding) === "unbound") return { ...record, ...schedule(0, record.receivedAtMs) };
  if (!context.verification) return record;
  const { demand } = await createDemand(context, record, context.verification);
  return { ...record, demand, ...(demand.phase === "beforeReview" ? { state: "verification_required" } : {}) };
}

export async function tellRequest(
  context: UpstreamContext,
  requestId: string,
  query: string | null,
): Promise<Result<Answer, Refusal>> {
  const asker = await openQuery(context, paths.request(requestId), query);
  if (!asker.ok) return asker;
  const record = await requestOf(context, asker.value.terminal, requestId);
  return record.ok ? ok(standing(context, record.value)) : record;
}

/** Withdraws a request that is not executed, whatever clock it was signed by. Again, once withdrawn, it changes nothing. */
export async function cancel(
  context: UpstreamContext,
  requestId: string,
  jws: string,
): Promise<Result<Answer, Refusal>> {
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.cancellation,
    schema: cancellationPayload,
    snOf: (payload) => payload.sn,
    freshness: "any",
  });
  if (!opened.ok) return opened;
  const { payload, terminal } = opened.value;
  if (payload.requestId !== requestId) return err({ code: "malformed", detail: "requestId is not that of the path" });
  const found = await requestOf(context, terminal, requestId);
  if (!found.ok) return err(await turnAwayUnknown(context, payload, "cancelled", found.error));
  const record = found.value;
  if (!refersTo(payload.requestHash, record.jws, record.jws)) return err({ code: "idempotency-conflict", requestId });
  if (payload.epoch !== record.epoch) return err({ code: "epoch-mismatch", requestId });
  if (record.state === "cancelled") return ok(standing(context, record));
  // What the upstream ordered is not the terminal's to withdraw.
  if (isFinal(record.state) || record.origin === "upstream") {
    const decided = { outcome: "cancellation_refused", code: "not-cancellable", atMs: context.clock.now() } as const;
    const decision = record.decision ?? (await signDecision(context, record, decided));
    return err({ code: "not-cancellable", requestId, decision });
  }
  const withdrawn: RequestRecord = { ...record, state: "cancelled", updatedAtMs: context.clock.now() };
  const cancelled = await withDecision(context, withdrawn);
  context.store.put("requests", requestId, cancelled);
  return ok(standing(context, cancelled));
}

/** The value of a structured-field string (RFC 9651 section 3.3.3) that holds a lower-case UUID. */
export function readIdempotencyKey(header: string | null): Result<string, Refusal> {
  const value = /^"([0-9a-f-]{36})"$/.exec(header ?? "")?.[1];
  return value === undefined ? err({ code: "idempotency-key-missing" }) : ok(value);
}

const accepted = (context: UpstreamContext, record: RequestRecord): Answer => ({
  ...standing(context, record),
  status: 202,
});
