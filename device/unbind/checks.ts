/** The checks before a request is signed, and again before it takes effect: facts in, results out. */

import { msOf } from "../base/instant.ts";
import type { Result } from "../base/result.ts";
import type { CheckCause, CheckCode, Way } from "../contract/codes.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { BindingPayload, UnbindTerms } from "../contract/messages/binding.ts";
import type { CheckResult } from "../contract/messages/request.ts";
import type { IdentityReport, Reading, StatusReport } from "../identity/reading.ts";
import type { PaymentAppStatus } from "../ports/paymentApp.ts";
import type { EffectiveProfile } from "../profiles/effective.ts";
import type { Choice } from "../trust/signedObjects.ts";

/**
 * "apply": payments go on during a review, so an open batch is told and not in the way.
 * "commit": what leaves now may take effect, and nothing may be left behind.
 * On the way "offline" the upstream cannot be asked, and need not be reached.
 */
export type Gate = { readonly moment: "apply" | "commit"; readonly way: Way };

type Observed<T> = Result<T, { readonly code: ErrorCode }>;

export type CheckFacts = {
  readonly identity: Observed<IdentityReport>;
  readonly status: Observed<StatusReport>;
  /** The upstream's own time, RFC 3339. */
  readonly upstreamTime: Observed<string>;
  /** The binding that shall end, as this terminal keeps it, and what the upstream says of it now; null where it was not asked. */
  readonly binding: BindingPayload | null;
  readonly upstreamBinding: Observed<BindingPayload> | null;
  /** How many cards and accounts of the same provider hang on the terminal's own binding; null where that stays. */
  readonly dependents: number | null;
  readonly payment: Observed<PaymentAppStatus>;
  /** Whether what takes payments can be stopped, as far as was tried. */
  readonly canStop: boolean;
  /** Null where nobody knows. */
  readonly freeBytes: number | null;
  /** The request at hand; null before there is one. */
  readonly requestId: string | null;
  /** What the operator chose and vouched for; null once it is signed. */
  readonly choice: Choice | null;
  /** The hashes of the texts that can be agreed to; and whether the provider has another policy by now than they are of. */
  readonly policyTexts: readonly string[];
  readonly policyBehind: boolean;
  /** The terminal was the one that the request names; before there is a request, no other than the one that was enrolled. */
  readonly sameTerminal: boolean;
  readonly nowMs: number;
  /** The latest time that this terminal has certainly seen, Unix milliseconds. */
  readonly trustedTimeFloorMs: number;
};

/** What is asked for, and how much it matters: a provider's word, or policy. */
export type CheckRules = Pick<EffectiveProfile, "execution" | "levels" | "lowestBatteryPercent" | "statements">;

const checkPolicy = { largestClockSkewMs: 300_000, fewestFreeBytes: 1_048_576 } as const;

export function judgeChecks(
  facts: CheckFacts,
  gate: Gate,
  { execution, levels, lowestBatteryPercent, statements }: CheckRules,
): readonly CheckResult[] {
  const { identity, status, upstreamBinding, upstreamTime, choice } = facts;
  const offline = gate.way === "offline";
  const battery = status.ok && status.value.battery.status === "read" ? status.value.battery : null;
  const terms = (upstreamBinding?.ok ? upstreamBinding.value.terms : facts.binding?.terms) ?? {};
  const judged: readonly (Judged | null)[] = [
    readable("SN_UNREADABLE", identity, ({ sn }) => sn),
    readable("IMEI_UNREADABLE", identity, ({ imei }) => imei),
    ["IMEI_INVALID", !imeiDoubted(identity)],
    told(mismatch(facts), ({ cause }) => ["ID_MISMATCH", cause === null, cause ?? undefined]),
    ["BATTERY_UNKNOWN", battery !== null],
    batteryLasts(battery, lowestBatteryPercent),
    told(registered(status), (is) => ["NETWORK_DOWN", is]),
    ["UPSTREAM_UNREACHABLE", unheard(facts) === null, unheard(facts) ?? undefined],
    offline || !upstreamTime.ok ? clockRuns(facts) : clockAgrees(upstreamTime.value, facts.nowMs),
    told(status.ok ? status.value.tamper : null, (tamper) => ["TAMPER_FLAG", tamper === "clear"]),
    told(status.ok ? status.value.printer : null, (printer) => ["PRINTER_FAULT", printer === "ready", printer]),
    told(facts.freeBytes, (free) => ["STORAGE_FAULT", free >= checkPolicy.fewestFreeBytes, `free=${free}`]),
    // What another terminal owes is none of this one's affairs; that it is another one closes the gate.
    ...(facts.sameTerminal || levels.ID_MISMATCH !== "must" ? moneyLeft(facts, gate) : []),
    told(samePolicy(facts), (same) => ["POLICY_VERSION_OLD", same]),
    told(terms.window, (window) => ["WINDOW_CLOSED", isOpenAt(window, facts), `opens=${window.opensAt}`]),
    told(terms.unbindsLeft, (left) => ["LIMIT_REACHED", left > 0]),
    ["NOT_AUTHORISED", isAuthorised(terms, facts)],
    told(choice, ({ statements: given }) => vouchedFor(given, statements)),
    told(choice, ({ statements: given }) => ["DOCUMENTS_MISSING", given.includes("documents_ready")]),
    ["REPLACEMENT_UNVERIFIED", isReplaced(terms), `replacement=${terms.replacement?.state ?? "unknown"}`],
    told(facts.dependents, (count) => ["OTHER_BINDING_DEPENDS", count === 0, `count=${count}`]),
    ["REQUEST_ALREADY_OPEN", !terms.openRequestId || terms.openRequestId === facts.requestId],
  ];
  return judged.flatMap((verdict): CheckResult[] => {
    const asked = verdict && levels[verdict[0]];
    if (!verdict || !asked) return [];
    const [code, passed, fact] = verdict;
    const level = mattersLess(code, gate, execution) ? "should" : asked;
    if (passed) return [{ code, level, outcome: "passed" }];
    return [{ code, level, outcome: "failed", ...(fact && { fact: fact.slice(0, 80) }) }];
  });
}

type Judged = readonly [code: CheckCode, passed: boolean, fact?: string | undefined];

const ofMoney: ReadonlySet<CheckCode> = new Set<CheckCode>([
  "OPEN_BATCH",
  "STORED_OFFLINE_TX",
  "PENDING_REVERSAL",
  "PENDING_REFUND",
]);

/**
 * Money that is left is in the way only of what takes effect, and what is signed in one step is asked nothing afterwards;
 * the upstream is in the way only of what is sent to it.
 */
function mattersLess(code: CheckCode, { moment, way }: Gate, execution: CheckRules["execution"]): boolean {
  if (ofMoney.has(code)) return moment === "apply" && execution === "approve_then_execute";
  return way === "offline" && (code === "NETWORK_DOWN" || code === "UPSTREAM_UNREACHABLE");
}

/** What a settlement clears (PaymentApp.settleLastBatch), where it was counted; refunds are not its business. */
export function isToSettle({ code, fact }: CheckResult): boolean {
  return ofMoney.has(code) && code !== "PENDING_REFUND" && /^count=[1-9]/.test(fact ?? "");
}

/** What nobody told is not judged: a check that was not made is not on the list. */
function told<T>(value: T | null | undefined, judge: (value: T) => Judged): Judged | null {
  return value === null || value === undefined ? null : judge(value);
}

export type Eligibility = "eligible" | "eligible_with_side_effects" | "ineligible";

/** A must-check that failed is in the way unless somebody who may has waived it. */
export function eligibilityOf(
  checks: readonly CheckResult[],
  waived: ReadonlySet<CheckCode> = new Set<CheckCode>(),
): Eligibility {
  const failed = checks.filter((result) => result.outcome === "failed");
  if (failed.some(({ level, code }) => level === "must" && !waived.has(code))) return "ineligible";
  return failed.length > 0 ? "eligible_with_side_effects" : "eligible";
}

function readable(
  code: CheckCode,
  identity: CheckFacts["identity"],
  pick: (identity: IdentityReport) => Reading,
): Judged {
  if (!identity.ok) return [code, false, identity.error.code];
  const reading = pick(identity.value);
  return [code, reading.status === "read", reading.status === "unreadable" ? reading.problem : undefined];
}

function imeiDoubted(identity: CheckFacts["identity"]): boolean {
  return identity.ok && identity.value.imei.status === "read" && identity.value.imei.warnings.length > 0;
}

/** What the upstream says where this terminal, or what binds it, is not the one that it knows. */
function isDenial(code: ErrorCode): boolean {
  if (code === "upstream/terminal-unknown" || code === "upstream/identity-mismatch") return true;
  return code === "upstream/binding-unknown";
}

/** Why this is not the terminal that is bound, as far as anybody said so. Null where its number could not be read: that is a check of its own. */
function mismatch(facts: CheckFacts): { readonly cause: CheckCause | ErrorCode | null } | null {
  const { binding, upstreamBinding, identity, sameTerminal } = facts;
  if (!identity.ok || identity.value.sn.status !== "read") return null;
  if (!sameTerminal) return { cause: "terminal=another" };
  if (!binding) return { cause: "binding=none" };
  if (binding.sn !== identity.value.sn.value) return { cause: "terminal=another" };
  if (binding.state !== "bound") return { cause: "binding=ended" };
  if (!upstreamBinding) return { cause: null };
  if (!upstreamBinding.ok) {
    const { code } = upstreamBinding.error;
    return { cause: isDenial(code) ? code : null };
  }
  // Where it was ended at the upstream's own desk, the terminal still has to be unbound: the receipt will say so.
  const { epoch, bindingKind } = upstreamBinding.value;
  return { cause: epoch === binding.epoch && bindingKind === binding.bindingKind ? null : "binding=newer" };
}

/** Why the upstream did not answer, or did not confirm the binding; null where it did, or says that there is no such binding. */
function unheard({ upstreamTime, upstreamBinding }: CheckFacts): ErrorCode | null {
  if (!upstreamTime.ok) return upstreamTime.error.code;
  if (!upstreamBinding || upstreamBinding.ok || isDenial(upstreamBinding.error.code)) return null;
  return upstreamBinding.error.code;
}

/** An unknown battery does not block; the warning says that nobody knows. */
function batteryLasts(battery: { power: string; percent: number } | null, lowestPercent: number): Judged {
  if (!battery || battery.power === "none" || battery.power === "mains") return ["BATTERY_LOW", true];
  const fault: CheckCause = "power=fault";
  if (battery.power === "fault") return ["BATTERY_LOW", false, fault];
  return ["BATTERY_LOW", battery.percent >= lowestPercent, `percent=${battery.percent}`];
}

/** Null where the terminal tells of no network: one on a cable is in none. */
function registered(status: CheckFacts["status"]): boolean | null {
  return status.ok && status.value.registration.status === "read" ? status.value.registration.registered : null;
}

function clockAgrees(upstreamTime: string, nowMs: number): Judged {
  const skewMs = Math.abs(msOf(upstreamTime) - nowMs);
  return ["CLOCK_UNTRUSTED", skewMs <= checkPolicy.largestClockSkewMs, `seconds=${Math.round(skewMs / 1000)}`];
}

/** Where nobody tells the time, a clock is doubted when it stands before what this terminal has seen already. */
function clockRuns({ nowMs, trustedTimeFloorMs }: CheckFacts): Judged {
  const behindMs = trustedTimeFloorMs - nowMs;
  return ["CLOCK_UNTRUSTED", behindMs <= checkPolicy.largestClockSkewMs, `seconds=${Math.round(behindMs / 1000)}`];
}

/**
 * Before something takes effect, a count of none says something only while no payment can add to it. Where nobody can stop them,
 * batch and stored payments are as little known as without a payment application; what is to be taken back is still counted.
 */
function moneyLeft({ payment, canStop }: CheckFacts, { moment }: Gate): readonly (Judged | null)[] {
  if (!payment.ok) {
    const { code } = payment.error;
    return [
      ["OPEN_BATCH", false, code],
      ["STORED_OFFLINE_TX", false, code],
    ];
  }
  const { allowed, openBatch, storedOffline, pendingReversals, pendingRefunds } = payment.value;
  if (!canStop) {
    const nobody: ErrorCode = "payment/no-application";
    return [
      ["OPEN_BATCH", false, nobody],
      ["STORED_OFFLINE_TX", false, nobody],
      told(pendingReversals, (left) => ["PENDING_REVERSAL", left === 0, `count=${left}`]),
      told(pendingRefunds, (left) => ["PENDING_REFUND", left === 0, `count=${left}`]),
    ];
  }
  const running = moment === "commit" && allowed !== "none";
  const goOn: CheckCause = "payments=running";
  const none = (code: CheckCode, left: number): Judged =>
    running ? [code, false, goOn] : [code, left === 0, `count=${left}`];
  return [
    none("OPEN_BATCH", openBatch),
    none("STORED_OFFLINE_TX", storedOffline),
    told(pendingReversals, (left) => none("PENDING_REVERSAL", left)),
    told(pendingRefunds, (left) => none("PENDING_REFUND", left)),
  ];
}

/** Null while the upstream has not told; what is agreed to is a text of the policy of the binding that is kept. */
function samePolicy(facts: CheckFacts): boolean | null {
  const { binding, upstreamBinding, choice, policyTexts, policyBehind } = facts;
  if (choice && (policyBehind || !isTextOf(policyTexts, choice.consent))) return false;
  if (!binding || !upstreamBinding?.ok) return null;
  const [kept, now] = [binding.policy, upstreamBinding.value.policy];
  return kept.id === now.id && kept.version === now.version;
}

/** Agreed to is one of the texts, and nothing where there is none. */
function isTextOf(texts: readonly string[], consent: Choice["consent"]): boolean {
  return consent ? texts.some((hash) => hash === consent.textHash) : texts.length === 0;
}

function upstreamNowMs({ upstreamTime, nowMs }: CheckFacts): number {
  return upstreamTime.ok ? msOf(upstreamTime.value) : nowMs;
}

function isOpenAt({ opensAt, closesAt }: { opensAt: string; closesAt: string }, facts: CheckFacts): boolean {
  const now = upstreamNowMs(facts);
  return msOf(opensAt) <= now && now < msOf(closesAt);
}

function isAuthorised({ authorisation }: UnbindTerms, facts: CheckFacts): boolean {
  if (!authorisation) return false;
  return authorisation.covers.includes("unbind") && upstreamNowMs(facts) < msOf(authorisation.expiresAt);
}

/** A card is unbound when its successor is known to be good, or when there is to be none. */
function isReplaced({ replacement }: UnbindTerms): boolean {
  return replacement?.state === "validated" || replacement?.state === "none";
}

/** There is no choice without consent to the effects; what has to be vouched for belongs to it. Documents are told apart. */
function vouchedFor(given: Choice["statements"], wanted: CheckRules["statements"]): Judged {
  const missing = wanted.find(
    ({ code, level }) => level === "must" && code !== "documents_ready" && !given.includes(code),
  );
  return ["CONSENT_REQUIRED", !missing, missing?.code];
}
