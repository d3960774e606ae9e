/**
 * Whether a request that is new is taken, judged against the upstream's own records. What a terminal cannot mend by
 * sending again is a refusal; what makes the unbind itself wrong is a rejection.
 */

import { err, ok, type Result } from "../../device/base/result.ts";
import type { CheckCode } from "../../device/contract/codes.ts";
import type { Authorisation } from "../../device/contract/messages/binding.ts";
import { type Earlier, earlier } from "../../device/contract/messages/earlier.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import {
  type Actor,
  type ApprovalPayload,
  approvalPayload,
  type RequestPayload,
  requestPayload,
} from "../../device/contract/messages/request.ts";
import type { Policy } from "../../device/profiles/schema.ts";
import { schemaVersionOf } from "../../device/trust/jws.ts";
import type { Refusal } from "./answers.ts";
import { bindingOf, limitAt, sameBinding, stateOf } from "./bindings.ts";
import { isFromTheFuture, openDeviceMessage, typeOf } from "./deviceMessages.ts";
import { textHashOf } from "./policies.ts";
import { policyOf } from "./profiles.ts";
import type { BindingRecord, RequestRecord, TerminalRecord } from "./records.ts";
import { referenceTo, refersTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { openRequestFor } from "./review.ts";

export type Submission = {
  readonly request: RequestPayload | Earlier["request"];
  readonly requestJws: string;
  readonly requestHash: string;
  readonly approval: ApprovalPayload | null;
  readonly terminal: TerminalRecord;
};

/** A request as it was sent: alone, or inside a second person's approval. Both are signed by the terminal. */
export async function openSubmission(context: UpstreamContext, body: string): Promise<Result<Submission, Refusal>> {
  if (typeOf(body) !== jwsType.approval) return openRequest(context, body, null);
  const approval = await openDeviceMessage(context, {
    jws: body,
    typ: jwsType.approval,
    schema: approvalPayload,
    snOf: (payload) => payload.sn,
    freshness: "any",
  });
  if (!approval.ok) return approval;
  return openRequest(context, approval.value.payload.request, approval.value.payload);
}

async function openRequest(
  context: UpstreamContext,
  requestJws: string,
  approval: ApprovalPayload | null,
): Promise<Result<Submission, Refusal>> {
  const version = schemaVersionOf(requestJws);
  const opened = await openDeviceMessage<RequestPayload | Earlier["request"]>(context, {
    jws: requestJws,
    typ: jwsType.request,
    // One that was confirmed before the terminal's program was replaced may come now.
    schema: version === 1 ? earlier.request : requestPayload,
    rules: version,
    snOf: (payload) => payload.device.sn,
    freshness: "any",
  });
  if (!opened.ok) return opened;
  const { payload: request, terminal } = opened.value;
  const requestHash = referenceTo(requestJws, version);
  const approvesThis =
    approval === null ||
    (refersTo(approval.requestHash, requestJws, requestJws) &&
      approval.requestId === request.requestId &&
      approval.sn === request.device.sn &&
      approval.epoch === request.epoch);
  if (!approvesThis) return err({ code: "approval-missing", detail: "it approves another request" });
  return ok({ request, requestJws, requestHash, approval, terminal });
}

/** What the request says of this terminal and its binding must be what the upstream knows. */
export function findBinding({ request, terminal }: Submission): Result<BindingRecord, Refusal> {
  if (request.device.imei !== terminal.imei) return err({ code: "identity-mismatch", detail: "imei" });
  const binding = bindingOf(terminal, request);
  if (!binding) return err({ code: "identity-mismatch", detail: "there is no such binding" });
  return ok(binding);
}

/** Refuses what is not to be taken at all just now; `expiresAtMs` is the request's own. */
export async function admit(
  context: UpstreamContext,
  submission: Submission,
): Promise<Result<{ readonly binding: BindingRecord; readonly expiresAtMs: number }, Refusal>> {
  const { request, terminal } = submission;
  const nowMs = context.clock.now();
  if (isFromTheFuture(request, nowMs)) return err({ code: "clock-skew", detail: "createdAt" });
  const found = findBinding(submission);
  if (!found.ok) return found;
  const binding = found.value;
  if (request.epoch !== binding.epoch) return err({ code: "epoch-mismatch" });
  if (!sameFacts(request, binding)) return err({ code: "epoch-mismatch", detail: "the binding is another by now" });
  const expiresAtMs = Date.parse(request.expiresAt);
  if (Number.isNaN(expiresAtMs)) return err({ code: "malformed", detail: "expiresAt" });
  if (expiresAtMs <= nowMs) return err({ code: "stale", detail: "expiresAt" });
  if (!isConsent(request, binding, policyOf(context, binding)))
    return err({ code: "policy-outdated", detail: `in force is ${binding.policy.id} ${binding.policy.version}` });
  const open = await openRequestFor(context, { sn: terminal.sn, ...binding });
  if (open) return err({ code: "request-already-open", requestId: open.requestId });
  if (!supersedesSettled(context, request, terminal)) return err({ code: "malformed", detail: "supersedes" });
  const missing = missingApproval(submission, binding, nowMs);
  if (missing) return err({ code: "approval-missing", detail: missing });
  const closed = stateOf(binding) === "bound" ? closedNow(binding, nowMs) : null;
  return closed ? err(closed) : ok({ binding, expiresAtMs });
}

/** To the text that was published of the policy; where none was, to nothing, or by its name alone, as earlier programs agreed. */
function isConsent({ consent }: Submission["request"], { policy: held }: BindingRecord, read?: Policy): boolean {
  if (!consent) return read === undefined;
  if (consent.policyId !== held.id || consent.policyVersion !== held.version) return false;
  if (!read || !consent.language) return !read && consent.textHash === undefined;
  return consent.textHash === textHashOf(read.text[consent.language]);
}

function sameFacts(request: Submission["request"], binding: BindingRecord): boolean {
  const told: Record<string, string> = request.binding;
  const sameElements = Object.entries(binding.fiveElements).every(([name, value]) => told[name] === value);
  return sameElements && request.subjectMasked === binding.subjectMasked;
}

const settled: readonly RequestRecord["state"][] = ["rejected", "cancelled", "expired"];

function supersedesSettled(context: UpstreamContext, request: Submission["request"], { sn }: TerminalRecord): boolean {
  if (request.supersedes === undefined) return true;
  const before = context.store.get("requests", request.supersedes);
  return before !== undefined && before.sn === sn && sameBinding(before, request) && settled.includes(before.state);
}

function closedNow(binding: BindingRecord, nowMs: number): Refusal | null {
  const { window } = binding;
  if (window && nowMs < Date.parse(window.opensAt)) return { code: "window-closed", until: window.opensAt };
  if (window && nowMs >= Date.parse(window.closesAt)) return { code: "window-closed" };
  const limit = limitAt(binding, nowMs);
  if (limit?.left !== 0) return null;
  return { code: "limit-reached", ...(limit.until === undefined ? {} : { until: limit.until }) };
}

const granted = (
  { authorisations }: BindingRecord,
  id: string | undefined,
  covers: Authorisation["covers"][number],
  nowMs: number,
): boolean =>
  authorisations.some((known) => {
    return known.id === id && known.covers.includes(covers) && Date.parse(known.expiresAt) > nowMs;
  });

/** Who has to agree and has not, in words for the log; null when all have. */
function missingApproval({ request, approval }: Submission, binding: BindingRecord, nowMs: number): string | null {
  const second = approval?.actor;
  if (request.secondApproval !== second?.role)
    return `of a second person: ${request.secondApproval ?? "nobody is asked for"}`;
  if (second && request.actors.some(({ principalId }) => principalId === second.principalId))
    return "of a second person, who is another one";
  const actors: readonly Actor[] = second ? [...request.actors, second] : request.actors;
  const believed = (actor: Actor) => actor.method === "pin" || granted(binding, actor.principalId, "unbind", nowMs);
  if (!actors.every(believed)) return "of the upstream: it gave no such authorisation";
  return mayUnbind(actors, request.bindingKind) ? null : "of the merchant or the upstream";
}

/** A merchant may; a technician only with the merchant or the upstream beside them, and never where money is led elsewhere. */
function mayUnbind(actors: readonly Actor[], kind: RequestPayload["bindingKind"]): boolean {
  const roles = actors.map(({ role }) => role);
  if (roles.includes("cashier") || roles.includes("factory")) return false;
  const ledElsewhere = kind === "settlement_card_to_merchant" || kind === "bank_account_to_pos";
  if (roles.includes("technician") && ledElsewhere) return false;
  return roles.includes("merchant") || actors.some(({ method }) => method === "upstream_authorisation");
}

/** The checks that may stay failed, or the reason for which the request is rejected on the spot. */
export function judgeChecks(
  request: Submission["request"],
  binding: BindingRecord,
  nowMs: number,
): Result<readonly CheckCode[], { code: "waiver_not_authorised" | "precheck_failed" }> {
  const { checks, waivers } = request.precheck;
  const allowed = waivers.every(({ check, role, authorisationId }) => {
    const covers = moneyWaiver[check];
    return covers === undefined || (role === "technician" && granted(binding, authorisationId, covers, nowMs));
  });
  if (!allowed) return err({ code: "waiver_not_authorised" });
  const waived = waivers.map(({ check }) => check);
  const failed = checks.some(({ code, level, outcome }) => {
    return level === "must" && outcome === "failed" && !waived.includes(code);
  });
  // In one step nothing is asked again before it is done: what is left must be known now.
  const leaves = request.execution === "one_step" && !fundsCovered(request.funds, waived);
  return failed || leaves ? err({ code: "precheck_failed" }) : ok(waived);
}

const moneyWaiver: Partial<Record<CheckCode, Authorisation["covers"][number]>> = {
  OPEN_BATCH: "waive_open_batch",
  STORED_OFFLINE_TX: "waive_stored_offline",
};

/** Whether no money data is left behind that is known of, but for what was waived. What nobody could count, the checks tell. */
export function fundsCovered(
  funds: { readonly openBatch?: number | undefined; readonly storedOffline?: number | undefined } | undefined,
  waived: readonly CheckCode[],
): boolean {
  const batch = (funds?.openBatch ?? 0) === 0 || waived.includes("OPEN_BATCH");
  const stored = (funds?.storedOffline ?? 0) === 0 || waived.includes("STORED_OFFLINE_TX");
  return batch && stored;
}
