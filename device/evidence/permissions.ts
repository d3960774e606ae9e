/** Whether those who had to agree did: to leave a failed check or money behind, and as the second of two persons. */

import type { CheckCode } from "../contract/codes.ts";
import type { Actor, CheckResult, ExecutionPayload, Waiver } from "../contract/messages/request.ts";
import { type Facts, type Finding, finding, type Payloads } from "./finding.ts";

type Request = NonNullable<Payloads["request"]>;

/** What is lost for good if it is left behind: no role alone may waive it. */
const moneyChecks: readonly CheckCode[] = ["OPEN_BATCH", "STORED_OFFLINE_TX"];

/** Says nothing of what was not asked for: no waiver and nothing failed, no second person, no execution. */
export function checkPermissions(payloads: Payloads, authorised: boolean): readonly Finding[] {
  const { request, execution } = payloads;
  const waivers = request?.precheck.waivers ?? [];
  return [
    ...(request ? checkWaivers(request) : []),
    ...(request ? checkTwoPersons(request, payloads, authorised) : []),
    ...(execution ? [finding("evidence/gates", {}, wrongGates(execution, waivers))] : []),
  ];
}

function checkWaivers({ precheck: { checks, waivers }, actors }: Request): readonly Finding[] {
  if (failedMusts(checks).length === 0 && waivers.length === 0) return [];
  const codes = waivers.map(({ check }) => check);
  return [finding("evidence/waived", { checks: codes.join(" ") }, wrongWaivers(checks, waivers, actors))];
}

function wrongWaivers(
  checks: readonly CheckResult[],
  waivers: readonly Waiver[],
  actors: readonly Actor[],
): Facts | null {
  const told = checks.filter(({ outcome }) => outcome === "failed").map(({ code }) => code);
  const bare = failedMusts(checks).find((code) => !waivers.some(({ check }) => check === code));
  if (bare) return { unwaived: bare };
  // Money that is left is only told before the review, and in the way of what takes effect.
  const idle = waivers.find(({ check }) => !told.includes(check));
  if (idle) return { notFailed: idle.check };
  const alone = waivers.find((waiver) => moneyChecks.includes(waiver.check) && !upstreamAllowed(waiver, actors));
  return alone ? { unauthorised: alone.check } : null;
}

function upstreamAllowed({ authorisationId }: Waiver, actors: readonly Actor[]): boolean {
  return actors.some(
    ({ method, principalId }) => method === "upstream_authorisation" && principalId === authorisationId,
  );
}

/** While nothing was sent or authorised the second person may still be awaited. */
function checkTwoPersons(
  { secondApproval, actors }: Request,
  { approval, grant, execution, receipt }: Payloads,
  authorised: boolean,
): readonly Finding[] {
  if (!secondApproval && !approval) return [];
  const [first, ...others] = approval ? [...actors, approval.actor] : actors;
  const role = secondApproval ?? approval?.actor.role ?? "";
  const agreed = others.some((other) => other.principalId !== first?.principalId && other.role === role);
  const awaited = !(authorised || approval || grant || execution || receipt);
  return !agreed && awaited ? [] : [finding("evidence/two-persons", { role }, agreed ? null : { alone: role })];
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
