/** Carrying a granted unbind out, and taking the terminal's word for what it removed. */

import { err, ok, type Result } from "../../device/base/result.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { AcknowledgementPayload } from "../../device/contract/messages/outcome.ts";
import { type ExecutionPayload, executionPayload } from "../../device/contract/messages/request.ts";
import { attestationPayload } from "../../device/contract/messages/wipe.ts";
import { schemaVersionOf } from "../../device/trust/jws.ts";
import { fundsCovered } from "./admission.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { bindingOf } from "./bindings.ts";
import { signDecision, turnAwayUnknown } from "./decisions.ts";
import { hashOf, isFromTheFuture, openDeviceMessage } from "./deviceMessages.ts";
import type { RequestRecord, TerminalRecord } from "./records.ts";
import { addressedTo, referenceTo, refersTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { readIdempotencyKey } from "./requests.ts";
import { requestOf, standing } from "./standing.ts";
import { stateAfter, unbind } from "./unbinding.ts";

/** Unbinds once; the receipt is signed once, and the same bytes sent again bring the same receipt again. */
export async function execute(
  context: UpstreamContext,
  requestId: string,
  jws: string,
  idempotencyKey: string | null,
): Promise<Result<Answer, Refusal>> {
  const named = readIdempotencyKey(idempotencyKey);
  if (!named.ok) return named;
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.execution,
    schema: executionPayload,
    snOf: (payload) => payload.sn,
    freshness: "any",
  });
  if (!opened.ok) return opened;
  const { payload, terminal } = opened.value;
  if (payload.requestId !== requestId) return err({ code: "malformed", detail: "requestId is not that of the path" });
  if (named.value !== payload.executionId)
    return err({ code: "idempotency-conflict", detail: "Idempotency-Key is not the signed id" });
  const found = await requestOf(context, terminal, requestId);
  if (!found.ok) return err(await turnAwayUnknown(context, payload, "refused", found.error));
  const record = found.value;

  const bodyHash = hashOf(jws);
  const earlier = context.store.all("requests").find((other) => other.execution?.executionId === payload.executionId);
  if (earlier) {
    const same = earlier.requestId === requestId && earlier.execution?.bodyHash === bodyHash;
    return same ? ok(standing(context, record)) : err({ code: "idempotency-conflict", requestId });
  }
  const known = record.refusedExecutions?.find((each) => each.bodyHash === bodyHash);
  if (known) return err(known.refusal);
  const refusal = refuseExecution(context, record, terminal, payload);
  if (refusal) return err(await refuseForGood(context, record, { ...refusal, jws, bodyHash }));

  const unbound = await unbind(context, record, context.clock.now(), jws);
  const executed: RequestRecord = { ...unbound, execution: { executionId: payload.executionId, bodyHash } };
  context.store.put("requests", requestId, executed);
  return ok(standing(context, executed));
}

/** With the decision on the request, where that is over; otherwise these bytes are never carried out. */
async function refuseForGood(
  context: UpstreamContext,
  record: RequestRecord,
  { jws, bodyHash, ...refusal }: Refusal & { readonly jws: string; readonly bodyHash: string },
): Promise<Refusal> {
  if (record.decision !== undefined) return { ...refusal, decision: record.decision };
  const decided = { outcome: "execution_refused", code: refusal.code, atMs: context.clock.now() } as const;
  const decision = await signDecision(context, record, { ...decided, execution: jws });
  const refused = { bodyHash, refusal: { ...refusal, decision } };
  const refusedExecutions = [...(record.refusedExecutions ?? []), refused];
  context.store.put("requests", record.requestId, { ...record, refusedExecutions });
  return refused.refusal;
}

/** Whether `said` names what was signed here, in whichever of the texts that it was told in. */
function names(context: UpstreamContext, said: unknown, jws: string, { jws: request }: RequestRecord): boolean {
  return context.key.textsOf(jws).some((text) => refersTo(said, text, request));
}

function refuseExecution(
  context: UpstreamContext,
  record: RequestRecord,
  terminal: TerminalRecord,
  payload: ExecutionPayload,
): Refusal | null {
  const { requestId, grant } = record;
  if (record.state === "expired" && grant) return { code: "grant-refused", detail: "expired", requestId };
  if (record.state !== "approved" || !grant) return { code: "not-approved", requestId };
  if (payload.epoch !== record.epoch || record.epoch !== bindingOf(terminal, record)?.epoch)
    return { code: "epoch-mismatch", requestId };
  const namesBoth =
    refersTo(payload.requestHash, record.jws, record.jws) &&
    payload.grantId === grant.grantId &&
    names(context, payload.grantHash, grant.jws, record);
  if (!namesBoth) return { code: "grant-refused", detail: "another grant or request", requestId };
  const failed = payload.checks.some(({ code, level, outcome }) => {
    return level === "must" && outcome === "failed" && !record.waived.includes(code);
  });
  const gateClosed = failed || !fundsCovered(payload.funds, record.waived);
  if (gateClosed) return { code: "grant-refused", detail: "a check failed", requestId };
  const isEarly = isFromTheFuture(payload, context.clock.now());
  return isEarly ? { code: "clock-skew", detail: "createdAt", requestId } : null;
}

/**
 * Acknowledges what the terminal removed and says what the binding is now.
 * The attestation may be of any age: a terminal that was off for a week still has to finish.
 */
export async function attest(
  context: UpstreamContext,
  requestId: string,
  jws: string,
): Promise<Result<Answer, Refusal>> {
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.attestation,
    schema: attestationPayload,
    snOf: (payload) => payload.sn,
    freshness: "any",
  });
  if (!opened.ok) return opened;
  const { payload, terminal } = opened.value;
  if (payload.requestId !== requestId) return err({ code: "malformed", detail: "requestId is not that of the path" });
  const found = await requestOf(context, terminal, requestId);
  if (!found.ok) return found;
  const record = found.value;
  if (record.state !== "unbound" || record.receipt === undefined) return err({ code: "not-unbound", requestId });
  const { proof } = payload;
  if (proof.kind !== "receipt" || !names(context, proof.receiptHash, record.receipt, record))
    return err({ code: "not-unbound", detail: "another receipt", requestId });
  if (payload.epoch !== record.epoch) return err({ code: "epoch-mismatch", requestId });

  if (record.attestation) {
    return refersTo(record.attestation.hash, jws, record.jws)
      ? ok(jsonAnswer(200, { acknowledgement: record.attestation.acknowledgement }))
      : err({ code: "idempotency-conflict", requestId });
  }
  const acknowledged = await acknowledge(context, record, jws);
  context.store.put("requests", requestId, acknowledged);
  return ok(jsonAnswer(200, { acknowledgement: acknowledged.attestation.acknowledgement }));
}

/** The request with the upstream's word that it has this attestation. */
export async function acknowledge(context: UpstreamContext, record: RequestRecord, attestation: string) {
  const hash = referenceTo(attestation, schemaVersionOf(record.jws));
  const statement: AcknowledgementPayload = {
    ...addressedTo(context, record.sn),
    requestId: record.requestId,
    attestationHash: hash,
    bindingState: stateAfter(context, record),
    at: new Date(context.clock.now()).toISOString(),
  };
  const acknowledgement = await context.key.sign(jwsType.acknowledgement, statement);
  return { ...record, attestation: { hash, acknowledgement } };
}
