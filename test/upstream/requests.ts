/** Taking a request, telling how it stands, and letting it be withdrawn. */

import { err, ok, type Result } from "../../device/base/result.ts";
import { cancellationPayload, jwsType, requestPayload } from "../../device/contract/evidence.ts";
import { paths, type RequestAnswer } from "../../device/contract/upstream.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { hashOf, openDeviceMessage } from "./deviceMessages.ts";
import { openQuery } from "./enrolment.ts";
import type { RequestRecord, TerminalRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentRequest, isFinal, openRequestFor, schedule } from "./review.ts";

/** Longest wait, in seconds, that a terminal is asked to keep before it asks again. */
const maxRetryAfterSeconds = 30;
/** What to wait where only a person moves the request. */
const manualRetryAfterSeconds = 5;

/**
 * Takes a request once: the same bytes again get the current answer, other bytes under the same key are refused.
 * A binding that is unbound already has nothing left to review.
 */
export async function submit(
  context: UpstreamContext,
  jws: string,
  idempotencyKey: string | null,
): Promise<Result<Answer, Refusal>> {
  const { store } = context;
  const named = readIdempotencyKey(idempotencyKey);
  if (!named.ok) return named;
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.request,
    schema: requestPayload,
    snOf: (payload) => payload.device.sn,
    freshness: "past",
  });
  if (!opened.ok) return opened;
  const { payload, terminal } = opened.value;
  const { requestId, bindingKind, epoch } = payload;
  if (named.value !== requestId)
    return err({ code: "idempotency-conflict", detail: "Idempotency-Key is not the signed id" });

  const requestHash = hashOf(jws);
  const known = await currentRequest(context, requestId);
  if (known) {
    return known.requestHash === requestHash
      ? ok(accepted(context, known))
      : err({ code: "idempotency-conflict", requestId });
  }
  if (payload.device.imei !== terminal.imei) return err({ code: "identity-mismatch", detail: "imei" });
  if (payload.epoch !== terminal.epoch) return err({ code: "epoch-mismatch" });
  const expiresAtMs = Date.parse(payload.expiresAt);
  if (Number.isNaN(expiresAtMs)) return err({ code: "malformed", detail: "expiresAt" });
  if (expiresAtMs <= context.clock.now()) return err({ code: "stale", detail: "expiresAt" });
  const open = await openRequestFor(context, { sn: terminal.sn, bindingKind, epoch });
  if (open) return err({ code: "request-already-open", requestId: open.requestId });

  const nowMs = context.clock.now();
  const reviewMs = terminal.bindingState === "unbound" ? 0 : context.reviewMs;
  const refusedByChecks = payload.precheck.checks.some((check) => check.level === "must" && check.outcome === "failed");
  store.put("requests", requestId, {
    requestId,
    sn: terminal.sn,
    bindingKind,
    epoch,
    requestHash,
    jws,
    receivedAtMs: nowMs,
    expiresAtMs,
    updatedAtMs: nowMs,
    ...schedule(reviewMs, nowMs),
    ...(refusedByChecks ? { state: "rejected", rejection: { code: "precheck_failed" } } : { state: "submitted" }),
  });
  const record = await currentRequest(context, requestId);
  if (!record) throw new Error("a request that was just stored is gone");
  return ok(accepted(context, record));
}

export async function tellRequest(
  context: UpstreamContext,
  requestId: string,
  query: string | null,
): Promise<Result<Answer, Refusal>> {
  const asker = await openQuery(context, paths.request(requestId), query);
  if (!asker.ok) return asker;
  const record = await requestOf(context, asker.value, requestId);
  return record.ok ? ok(standing(context, record.value)) : record;
}

/** Withdraws a request that is not executed. Again, once withdrawn, it changes nothing. */
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
    freshness: "past",
  });
  if (!opened.ok) return opened;
  const { payload, terminal } = opened.value;
  if (payload.requestId !== requestId) return err({ code: "malformed", detail: "requestId is not that of the path" });
  const found = await requestOf(context, terminal, requestId);
  if (!found.ok) return found;
  const record = found.value;
  if (payload.requestHash !== record.requestHash) return err({ code: "idempotency-conflict", requestId });
  if (payload.epoch !== record.epoch) return err({ code: "epoch-mismatch", requestId });
  if (record.state === "cancelled") return ok(standing(context, record));
  if (isFinal(record.state)) return err({ code: "not-cancellable", requestId });
  const cancelled: RequestRecord = { ...record, state: "cancelled", updatedAtMs: context.clock.now() };
  context.store.put("requests", requestId, cancelled);
  return ok(standing(context, cancelled));
}

/** A terminal's own request as it stands now; another terminal's request does not exist for it. */
export async function requestOf(
  context: UpstreamContext,
  terminal: TerminalRecord,
  requestId: string,
): Promise<Result<RequestRecord, Refusal>> {
  const record = await currentRequest(context, requestId);
  return record && record.sn === terminal.sn ? ok(record) : err({ code: "unknown-request" });
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

/** What the upstream says of a request now. */
export function standing(context: UpstreamContext, record: RequestRecord): Answer {
  const { requestId, state, grant, receipt, rejection } = record;
  const body: RequestAnswer = {
    requestId,
    state,
    updatedAt: new Date(record.updatedAtMs).toISOString(),
    ...(state === "approved" && grant ? { grant: grant.jws } : {}),
    ...(state === "unbound" && receipt ? { receipt } : {}),
    ...(state === "rejected" && rejection ? { rejection } : {}),
  };
  const headers = isFinal(state) ? {} : { "retry-after": String(retryAfterSeconds(record, context.clock.now())) };
  return jsonAnswer(200, body, headers);
}

function retryAfterSeconds(record: RequestRecord, nowMs: number): number {
  if (record.state === "approved") return maxRetryAfterSeconds;
  if (record.approveAtMs === null) return manualRetryAfterSeconds;
  const nextMs = record.state === "submitted" ? record.underReviewAtMs : record.approveAtMs;
  return Math.min(maxRetryAfterSeconds, Math.max(0, Math.round((nextMs - nowMs) / 1000)));
}
