/**
 * Whether those who had to agree did, as the terminal states it: to begin, to leave a failed check or money behind, and as
 * the second of two persons. Nobody but the terminal saw them; what it states is held against the rules of the time.
 */

import type { CheckCode } from "../contract/codes.ts";
import type { Authorisation } from "../contract/messages/binding.ts";
import type { Actor, CheckResult, ExecutionPayload, Waiver } from "../contract/messages/request.ts";
import { type AgreementRules, agreementRules } from "./agreementRules.ts";
import { type Facts, type Finding, finding, type Payloads } from "./finding.ts";

type Request = NonNullable<Payloads["request"]>;

/** Says nothing of what was not asked for: no waiver and nothing failed, no second person, no execution. */
export function checkPermissions(payloads: Payloads, authorised: boolean): readonly Finding[] {
  const { request, execution } = payloads;
  const waivers = request?.precheck.waivers ?? [];
  return [
    ...(request ? checkAgreed(request, payloads, authorised) : []),
    ...(request ? checkWaivers(request, payloads) : []),
    ...(request ? checkTwoPersons(request, payloads, authorised) : []),
    ...(execution ? [finding("evidence/gates", {}, wrongGates(execution, waivers))] : []),
  ];
}

/** The upstream's permission, where its own signed word on the binding is in the file and gives it. */
export function shownAuthorisation({ binding }: Payloads, id: string | undefined): Authorisation | undefined {
  const shown = binding?.terms?.authorisation;
  return shown?.id === id ? shown : undefined;
}

/** While nothing was sent or authorised, whoever else has to agree may still be awaited. */
function isAwaited({ approval, grant, execution, receipt }: Payloads, authorised: boolean): boolean {
  return !(authorised || approval || grant || execution || receipt);
}

function checkAgreed(request: Request, payloads: Payloads, authorised: boolean): readonly Finding[] {
  const { bindingKind, actors, schemaVersion } = request;
  const all = payloads.approval ? [...actors, payloads.approval.actor] : actors;
  const roles = all.map(({ role }) => role).join(" ");
  const rules = agreementRules[schemaVersion];
  const wrong = all.map(wrongActor).find((fault) => fault !== null) ?? null;
  if (wrong) return [finding("evidence/agreed", { roles }, wrong)];
  const [first, ...others] = all;
  const rule = first && rules.begins[bindingKind][first.role];
  if (!first || !rule) return [finding("evidence/agreed", { roles }, { mayNot: first?.role ?? "" })];
  const helps = ({ role, principalId }: Actor) =>
    role === "upstream" || (role === "merchant" && principalId !== first.principalId);
  if (rule === "alone" || others.some(helps)) return [finding("evidence/agreed", { roles }, null)];
  if (isAwaited(payloads, authorised)) return [];
  return [finding("evidence/agreed", { roles }, { notAlone: first.role })];
}

/** A person agrees by PIN, the upstream by its permission, and neither in the other's way. */
function wrongActor({ role, method }: Actor): Facts | null {
  return (role === "upstream") === (method === "upstream_authorisation") ? null : { method, role };
}

function checkWaivers(request: Request, payloads: Payloads): readonly Finding[] {
  const { checks, waivers } = request.precheck;
  if (failedMusts(checks).length === 0 && waivers.length === 0) return [];
  const said = waivers.map(({ check, role }) => `${check} (${role})`).join(", ");
  return [finding("evidence/waived", { waivers: said }, wrongWaivers(request, payloads))];
}

function wrongWaivers({ precheck: { checks, waivers }, actors, schemaVersion }: Request, payloads: Payloads) {
  const told = checks.filter(({ outcome }) => outcome === "failed").map(({ code }) => code);
  const bare = failedMusts(checks).find((code) => !waivers.some(({ check }) => check === code));
  if (bare) return { unwaived: bare };
  // Money that is left is only told before the review, and in the way of what takes effect.
  const idle = waivers.find(({ check }) => !told.includes(check));
  if (idle) return { notFailed: idle.check };
  for (const waiver of waivers) {
    const wrong = wrongWaiver(waiver, actors, agreementRules[schemaVersion], payloads);
    if (wrong) return wrong;
  }
  return null;
}

function wrongWaiver(
  { check, role, principalId, authorisationId }: Waiver,
  actors: readonly Actor[],
  { waivers }: AgreementRules,
  payloads: Payloads,
): Facts | null {
  const rule = waivers[check];
  if (!rule) return { notWaivable: check };
  if (!rule.by.includes(role)) return { mayNotWaive: check, role };
  if (!actors.some((actor) => actor.principalId === principalId && actor.role === role)) return { byNobody: check };
  if (rule.covers === null) return null;
  const permitted = actors.some(
    ({ method, principalId: id }) => method === "upstream_authorisation" && id === authorisationId,
  );
  const shown = shownAuthorisation(payloads, authorisationId);
  return permitted && (!shown || shown.covers.includes(rule.covers)) ? null : { unauthorised: check };
}

function checkTwoPersons(
  { secondApproval, actors }: Request,
  payloads: Payloads,
  authorised: boolean,
): readonly Finding[] {
  const { approval } = payloads;
  if (!secondApproval && !approval) return [];
  const [first, ...others] = approval ? [...actors, approval.actor] : actors;
  const role = secondApproval ?? approval?.actor.role ?? "";
  const agreed = others.some((other) => other.principalId !== first?.principalId && other.role === role);
  if (!agreed && isAwaited(payloads, authorised)) return [];
  return [finding("evidence/two-persons", { role }, agreed ? null : { alone: role })];
}

/** The gates as they were when payments had been paused; only what the request waived may have been closed. */
function wrongGates({ checks, funds }: ExecutionPayload, waivers: readonly Waiver[]): Facts | null {
  const isWaived = (code: CheckCode) => waivers.some(({ check }) => check === code);
  const closed = failedMusts(checks).find((code) => !isWaived(code));
  if (closed) return { unwaived: closed };
  // A count that is left out was not known, and a check says so.
  const { openBatch = 0, storedOffline = 0 } = funds;
  if (openBatch > 0 && !isWaived("OPEN_BATCH")) return { unwaived: "OPEN_BATCH" };
  return storedOffline > 0 && !isWaived("STORED_OFFLINE_TX") ? { unwaived: "STORED_OFFLINE_TX" } : null;
}

function failedMusts(checks: readonly CheckResult[]): readonly CheckCode[] {
  return checks.filter(({ level, outcome }) => level === "must" && outcome === "failed").map(({ code }) => code);
}
