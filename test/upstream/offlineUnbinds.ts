/** What terminals report of unbinds that were authorised while they were cut off: believed, settled once, answered for. */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { fromBase64url } from "../../device/base/bytes.ts";
import { err, ok, type Result } from "../../device/base/result.ts";
import { earlier } from "../../device/contract/messages/earlier.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import {
  type OfflineReportPayload,
  offlineAnswerPayload,
  offlineReportPayload,
} from "../../device/contract/messages/offline.ts";
import { type AttestationPayload, attestationPayload } from "../../device/contract/messages/wipe.ts";
import { challengeHash, challengeMatches, parseChallenge } from "../../device/offline/challenge.ts";
import { schemaVersionOf, verifyJws } from "../../device/trust/jws.ts";
import { findBinding, openSubmission, type Submission } from "./admission.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { hashOf, openDeviceMessage } from "./deviceMessages.ts";
import { acknowledge } from "./execution.ts";
import { hearRequest } from "./heard.ts";
import type { RequestRecord } from "./records.ts";
import { refersTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { takenAs } from "./requests.ts";
import { currentRequest } from "./review.ts";
import { unbind } from "./unbinding.ts";

const hash = createNodeHash();

type Report = {
  readonly payload: OfflineReportPayload;
  readonly submission: Submission;
  /** What was signed of the request: itself, or the approval around it. */
  readonly body: string;
  readonly challengeHash: string;
};

/**
 * The terminal has unbound itself; here it is settled exactly once, whether the request came online as well, was
 * reported before, or the binding ended at the desk. The same report again gets the same answer.
 */
export async function takeReport(context: UpstreamContext, jws: string): Promise<Result<Answer, Refusal>> {
  const reportHash = hashOf(jws);
  const opened = await openReport(context, jws);
  if (!opened.ok) return opened;
  const answered = context.store.get("offlineReports", reportHash);
  if (answered) return ok({ ...jsonAnswer(200, {}), body: answered.answer });
  const { payload, submission, body, challengeHash: name } = opened.value;
  const { requestId } = payload;

  const known = await currentRequest(context, requestId);
  if (known && known.jws !== payload.request) return err({ code: "idempotency-conflict", requestId });
  if (known?.attestation && !refersTo(known.attestation.hash, payload.attestation, payload.request))
    return err({ code: "idempotency-conflict", detail: "another attestation", requestId });
  const nowMs = context.clock.now();
  const record: RequestRecord = known ?? takenAs(context, submission, body, Date.parse(submission.request.expiresAt));
  const unbound = record.receipt === undefined ? await unbind(context, record, nowMs) : record;
  const settled = unbound.attestation ? unbound : await acknowledge(context, unbound, payload.attestation);
  context.store.put("requests", requestId, settled);
  if (!known) hearRequest(context, record.sn, requestId);
  const given = context.store.get("offlineAnswers", name);
  if (given) context.store.put("offlineAnswers", name, { ...given, reported: true });

  const { receipt, attestation } = settled;
  const answer = jsonAnswer(200, { receipt, acknowledgement: attestation?.acknowledgement });
  const { tier } = payload;
  context.store.put("offlineReports", reportHash, { reportHash, requestId, tier, answer: answer.body });
  return ok(answer);
}

const refused = (detail: string) => err({ code: "offline-refused", detail } as const);

/** Every signature and every name in it is checked; the terminal's clock decides nothing, it may have been wrong all along. */
async function openReport(context: UpstreamContext, jws: string): Promise<Result<Report, Refusal>> {
  const opened = await openDeviceMessage(context, {
    jws,
    typ: jwsType.offlineReport,
    schema: offlineReportPayload,
    snOf: (payload) => payload.sn,
    freshness: "any",
  });
  if (!opened.ok) return opened;
  const { payload } = opened.value;
  const body = payload.approval ?? payload.request;
  const submitted = await openSubmission(context, body);
  if (!submitted.ok) return submitted;
  const submission = submitted.value;
  const { request, requestHash } = submission;
  const names =
    submission.requestJws === payload.request &&
    refersTo(payload.requestHash, payload.request, payload.request) &&
    request.requestId === payload.requestId &&
    request.epoch === payload.epoch;
  if (!names) return refused("the report names another request");
  const binding = findBinding(submission);
  if (!binding.ok) return binding;
  if (request.epoch > binding.value.epoch) return err({ code: "epoch-mismatch" });

  const challenge = parseChallenge(payload.challenge);
  const nonce = fromBase64url(payload.nonce);
  if (!challenge.ok || nonce?.length !== 16) return refused("the challenge is none");
  const { bindingKind, epoch } = request;
  const subject = { purpose: "unbind", sn: payload.sn, bindingKind, epoch, requestHash, nonce } as const;
  if (!challengeMatches(challenge.value, subject, hash)) return refused("the challenge is not of this request");
  const name = challengeHash(challenge.value, hash);
  const answered =
    payload.tier === "offline_signed"
      ? await signedHere(context, payload, bindingKind, name)
      : context.store.get("offlineAnswers", name) !== undefined;
  if (!answered) return refused("this upstream gave no such answer");

  const attestation = await openDeviceMessage(context, {
    jws: payload.attestation,
    typ: jwsType.attestation,
    schema: attestationPayload,
    snOf: (attested) => attested.sn,
    freshness: "any",
    rules: schemaVersionOf(payload.request),
  });
  if (!attestation.ok) return attestation;
  if (!belongs(attestation.value.payload, payload, name)) return refused("the attestation is of another unbind");
  return ok({ payload, submission, body, challengeHash: name });
}

const belongs = (
  { requestId, epoch, proof }: AttestationPayload,
  report: OfflineReportPayload,
  name: string,
): boolean =>
  requestId === report.requestId &&
  epoch === report.epoch &&
  proof.kind !== "receipt" &&
  proof.kind === report.tier &&
  proof.challengeHash === name;

/** Whether the answer in the report bears this upstream's own signature for this challenge and binding. */
async function signedHere(
  context: UpstreamContext,
  { answer, sn, epoch, request, requestId }: OfflineReportPayload,
  bindingKind: string,
  name: string,
): Promise<boolean> {
  const rules = schemaVersionOf(request);
  const schema = rules === 1 ? earlier.offlineAnswer : offlineAnswerPayload;
  const said = await verifyJws(answer ?? "", jwsType.offlineAnswer, context.key.publicJwks(), schema, rules);
  return (
    said.ok &&
    said.value.challengeHash === name &&
    said.value.sn === sn &&
    said.value.epoch === epoch &&
    said.value.bindingKind === bindingKind &&
    (said.value.requestId ?? requestId) === requestId
  );
}
