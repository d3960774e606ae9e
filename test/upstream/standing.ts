/** How a request stands, as its terminal is told. Moves nothing but what time moves. */

import { err, ok, type Result } from "../../device/base/result.ts";
import type { RequestAnswer } from "../../device/contract/upstream.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import type { RequestRecord, TerminalRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentRequest, isFinal } from "./review.ts";

/** Longest wait, in seconds, that a terminal is asked to keep before it asks again. */
const maxRetryAfterSeconds = 30;
/** What to wait where only a person moves the request. */
const manualRetryAfterSeconds = 5;

/** A terminal's own request as it stands now; another terminal's request does not exist for it. */
export async function requestOf(
  context: UpstreamContext,
  terminal: TerminalRecord,
  requestId: string,
): Promise<Result<RequestRecord, Refusal>> {
  const record = await currentRequest(context, requestId);
  if (record && record.sn === terminal.sn) return ok(record);
  const turnedAway = context.store.get("turnedAway", requestId);
  const decision = turnedAway?.sn === terminal.sn ? turnedAway.refusal.decision : undefined;
  return err({ code: "unknown-request", ...(decision === undefined ? {} : { decision }) });
}

/** What the upstream says of a request now. */
export function standing(context: UpstreamContext, record: RequestRecord): Answer {
  const { requestId, state, grant, receipt, decision, demand, hold, origin } = record;
  const body: RequestAnswer = {
    requestId,
    state,
    updatedAt: new Date(record.updatedAtMs).toISOString(),
    // An order is its own grant, and the terminal has it.
    ...(state === "approved" && grant && origin === "terminal" ? { grant: grant.jws } : {}),
    ...(state === "unbound" && receipt ? { receipt } : {}),
    ...(isFinal(state) && decision ? { decision } : {}),
    ...(state === "verification_required" && demand ? { demand: demand.jws } : {}),
    ...(state === "risk_hold" && hold ? { hold } : {}),
  };
  const headers = isFinal(state) ? {} : { "retry-after": String(retryAfterSeconds(record, context.clock.now())) };
  return jsonAnswer(200, body, headers);
}

function retryAfterSeconds(record: RequestRecord, nowMs: number): number {
  if (record.state === "approved") return maxRetryAfterSeconds;
  const byPeople =
    record.approveAtMs === null || record.state === "verification_required" || record.state === "risk_hold";
  if (byPeople) return manualRetryAfterSeconds;
  const nextMs = (record.state === "submitted" ? record.underReviewAtMs : record.approveAtMs) ?? nowMs;
  return Math.min(maxRetryAfterSeconds, Math.max(0, Math.round((nextMs - nowMs) / 1000)));
}
