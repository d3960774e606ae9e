/** What somebody has to prove, and whether they did. A code is kept as a hash only and is told to nobody but the operator. */

import { uuidV7 } from "../../device/base/ids.ts";
import { err, ok, type Result } from "../../device/base/result.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { VerificationDemandPayload } from "../../device/contract/messages/outcome.ts";
import { verificationPayload } from "../../device/contract/messages/request.ts";
import type { Answer, Refusal } from "./answers.ts";
import { hashOf, openDeviceMessage } from "./deviceMessages.ts";
import { drawDigits, drawLetters } from "./draws.ts";
import type { DemandedProof } from "./operator.ts";
import type { DemandRecord, RequestRecord } from "./records.ts";
import { addressedTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentRequest, endReview, rejectWith, reviewAgain } from "./review.ts";
import { requestOf, standing } from "./standing.ts";

const tenMinutesMs = 600_000;
const codeDigits = 6;
const tries = 3;
/** Where a telephone is sent when nobody says otherwise; it leads nowhere (RFC 6761 section 6.2). */
export const simulatedOrigin = "https://verify.simulated.test";

/** `secret` is for the person who proves, and is forgotten here. */
export async function createDemand(
  context: UpstreamContext,
  record: RequestRecord,
  { factor, how, phase = "beforeReview", validMs = tenMinutesMs }: DemandedProof,
): Promise<{ demand: DemandRecord; secret: { code: string } | { uri: string; userCode: string } }> {
  const nowMs = context.clock.now();
  const ref = uuidV7(nowMs, context.random.bytes(10));
  // After a review nobody knows when the code is asked for: it lives as long as the request.
  const livesMs = phase === "afterReview" && record.state === "submitted" ? Number.POSITIVE_INFINITY : validMs;
  const kept = { ref, factor, phase, expiresAtMs: Math.min(nowMs + livesMs, record.expiresAtMs), wrongCodes: [] };
  if (how.kind === "handOver") {
    const userCode = drawLetters(context.random, 8);
    const uri = `${how.origin ?? simulatedOrigin}/v?user_code=${userCode}`;
    const demand = { ...kept, how: { kind: "handOver", uri, userCode } } as const;
    return { demand: await sign(context, record, demand), secret: { uri, userCode } };
  }
  const code = how.code ?? drawDigits(context.random, codeDigits);
  const sentTo = how.sentTo === undefined ? {} : { sentTo: how.sentTo };
  const codeHash = hashOf(`${ref}:${code}`);
  const demand = { ...kept, how: { kind: "code", codeHash, ...sentTo, triesLeft: how.tries ?? tries } } as const;
  return { demand: await sign(context, record, demand), secret: { code } };
}

async function sign(
  context: UpstreamContext,
  { requestId, requestHash, sn }: RequestRecord,
  demand: Omit<DemandRecord, "jws">,
): Promise<DemandRecord> {
  const { ref, factor, how, expiresAtMs } = demand;
  const told = how.kind === "handOver" ? how : { kind: how.kind, sentTo: how.sentTo, triesLeft: how.triesLeft };
  const payload: VerificationDemandPayload = {
    ...addressedTo(context, sn),
    requestId,
    requestHash,
    ref,
    factor,
    // A member that is undefined is none in JSON.
    how: told as VerificationDemandPayload["how"],
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
  return { ...demand, jws: await context.key.sign(jwsType.verificationDemand, payload) };
}

/**
 * A typed code. Tries are counted by what was typed, not by messages: the same code costs one, however often it arrives and
 * in however many messages. The last try lost rejects the request.
 */
export async function verify(
  context: UpstreamContext,
  requestId: string,
  jws: string,
): Promise<Result<Answer, Refusal>> {
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.verification,
    schema: verificationPayload,
    snOf: (payload) => payload.sn,
    freshness: "recent",
  });
  if (!opened.ok) return opened;
  const { payload, terminal } = opened.value;
  if (payload.requestId !== requestId) return err({ code: "malformed", detail: "requestId is not that of the path" });
  const found = await requestOf(context, terminal, requestId);
  if (!found.ok) return found;
  const record = found.value;
  const typed = hashOf(`${payload.ref}:${payload.code}`);
  if (record.provenBy === typed) return ok(standing(context, record));
  const { demand } = record;
  if (demand?.how.kind !== "code" || !(record.state === "verification_required" || demand.wrongCodes.includes(typed)))
    return err({ code: "verification-refused", detail: "no code is asked for", requestId });
  const { triesLeft } = demand.how;
  const refusal = (left: number) => err({ code: "verification-refused", requestId, triesLeft: left } as const);
  if (payload.ref !== demand.ref || demand.wrongCodes.includes(typed)) return refusal(triesLeft);

  if (typed === demand.how.codeHash) {
    context.store.put("requests", requestId, proven(context, { ...record, provenBy: typed }, demand));
    return ok(standing(context, (await currentRequest(context, requestId)) ?? record));
  }
  const wrong: RequestRecord = { ...record, demand: await countDown(context, record, demand, typed) };
  const nowMs = context.clock.now();
  context.store.put("requests", requestId, triesLeft > 1 ? wrong : rejectWith(wrong, "verification_failed", nowMs));
  return refusal(triesLeft - 1);
}

async function countDown(
  context: UpstreamContext,
  record: RequestRecord,
  demand: DemandRecord,
  typed: string,
): Promise<DemandRecord> {
  if (demand.how.kind !== "code") return demand;
  const how = { ...demand.how, triesLeft: demand.how.triesLeft - 1 };
  return sign(context, record, { ...demand, how, wrongCodes: [...demand.wrongCodes, typed] });
}

/** What was demanded is proven: the review goes on, or is over. */
export function proven(context: UpstreamContext, record: RequestRecord, demand: DemandRecord): RequestRecord {
  const nowMs = context.clock.now();
  return demand.phase === "afterReview" ? endReview(record, nowMs) : reviewAgain(record, context.reviewMs, nowMs);
}
