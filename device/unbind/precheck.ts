/** The checks before a request is signed, and again before it is executed: facts in, results out. */

import { msOf } from "../base/instant.ts";
import type { Result } from "../base/result.ts";
import type { BindingPayload, CheckCode, CheckResult } from "../contract/evidence.ts";
import type { IdentityReport, Reading, StatusReport } from "../identity/reading.ts";
import type { PaymentAppStatus } from "../ports/paymentApp.ts";

export type CheckFacts = {
  readonly identity: Result<IdentityReport, { readonly code: string }>;
  readonly status: Result<StatusReport, { readonly code: string }>;
  /** The upstream's own time, RFC 3339. */
  readonly upstreamTime: Result<string, { readonly code: string }>;
  /** The binding that this terminal keeps, and what the upstream says of it now. */
  readonly binding: BindingPayload | null;
  readonly upstreamBinding: Result<BindingPayload, { readonly code: string }>;
  readonly payment: Result<PaymentAppStatus, { readonly code: string }>;
  readonly storageSound: boolean;
  readonly requestOpen: boolean;
  readonly consented: boolean;
  /** The terminal was the one that the request names; true before there is a request. */
  readonly sameTerminal: boolean;
  readonly nowMs: number;
};

/** Where the guides name no number, these are ours. */
export const checkPolicy = { lowestBatteryPercent: 20, largestClockSkewMs: 300_000 } as const;

/**
 * `gate` "apply": payments go on during the review, so an open batch is told and not in the way.
 * `gate` "execute": nothing may be left behind.
 */
export function judgeChecks(facts: CheckFacts, gate: "apply" | "execute"): readonly CheckResult[] {
  const { payment, status } = facts;
  const battery = status.ok && status.value.battery.status === "read" ? status.value.battery : null;
  return [
    readable("SN_UNREADABLE", facts.identity, (identity) => identity.sn),
    readable("IMEI_UNREADABLE", facts.identity, (identity) => identity.imei),
    check("IMEI_INVALID", "should", !imeiDoubted(facts.identity)),
    check(
      "ID_MISMATCH",
      "must",
      facts.sameTerminal && bindingAgrees(facts),
      factOf(facts.upstreamBinding) ?? "binding",
    ),
    check("BATTERY_UNKNOWN", "should", battery !== null && battery.power !== "fault"),
    check("BATTERY_LOW", "must", batteryLasts(battery), battery ? `percent=${battery.percent}` : "unknown"),
    check("NETWORK_DOWN", "should", registered(status)),
    check("UPSTREAM_UNREACHABLE", "must", facts.upstreamTime.ok, factOf(facts.upstreamTime)),
    check("CLOCK_UNTRUSTED", "must", clockAgrees(facts), skewFact(facts)),
    nothingLeft("OPEN_BATCH", gate, payment, "openBatch"),
    nothingLeft("STORED_OFFLINE_TX", gate, payment, "storedOffline"),
    check("STORAGE_FAULT", "must", facts.storageSound),
    check("REQUEST_ALREADY_OPEN", "must", !facts.requestOpen),
    check("CONSENT_REQUIRED", "must", facts.consented),
  ];
}

export function eligibilityOf(
  checks: readonly CheckResult[],
): "eligible" | "eligible_with_side_effects" | "ineligible" {
  const failed = checks.filter((result) => result.outcome === "failed");
  if (failed.some((result) => result.level === "must")) return "ineligible";
  return failed.length > 0 ? "eligible_with_side_effects" : "eligible";
}

function check(code: CheckCode, level: CheckResult["level"], passed: boolean, fact?: string): CheckResult {
  if (passed) return { code, level, outcome: "passed" };
  return fact ? { code, level, outcome: "failed", fact: fact.slice(0, 80) } : { code, level, outcome: "failed" };
}

function readable(
  code: CheckCode,
  identity: CheckFacts["identity"],
  pick: (identity: IdentityReport) => Reading,
): CheckResult {
  if (!identity.ok) return check(code, "must", false, identity.error.code);
  const reading = pick(identity.value);
  return check(code, "must", reading.status === "read", reading.status === "unreadable" ? reading.problem : undefined);
}

function imeiDoubted(identity: CheckFacts["identity"]): boolean {
  return identity.ok && identity.value.imei.status === "read" && identity.value.imei.warnings.length > 0;
}

function bindingAgrees({ binding, upstreamBinding, upstreamTime, identity }: CheckFacts): boolean {
  if (!binding || !identity.ok || identity.value.sn.status !== "read") return false;
  if (binding.sn !== identity.value.sn.value || binding.state !== "bound") return false;
  // An upstream that cannot be reached is told as that. One that can, and does not confirm the binding, confirms nothing.
  if (!upstreamBinding.ok) return !upstreamTime.ok;
  const { epoch, state, bindingKind } = upstreamBinding.value;
  return epoch === binding.epoch && bindingKind === binding.bindingKind && state === "bound";
}

/** An unknown battery does not block; the warning says that nobody knows. */
function batteryLasts(battery: { power: string; percent: number } | null): boolean {
  if (!battery || battery.power === "none" || battery.power === "mains") return true;
  return battery.power !== "fault" && battery.percent >= checkPolicy.lowestBatteryPercent;
}

function registered(status: CheckFacts["status"]): boolean {
  return status.ok && status.value.registration.status === "read" && status.value.registration.registered;
}

function skewMs({ upstreamTime, nowMs }: CheckFacts): number | null {
  return upstreamTime.ok ? Math.abs(msOf(upstreamTime.value) - nowMs) : null;
}

/** Unreachable upstream: the clock cannot be held against anything, and the request cannot leave anyway. */
function clockAgrees(facts: CheckFacts): boolean {
  const skew = skewMs(facts);
  return skew !== null && skew <= checkPolicy.largestClockSkewMs;
}

function skewFact(facts: CheckFacts): string {
  const skew = skewMs(facts);
  return skew === null ? "unknown" : `seconds=${Math.round(skew / 1000)}`;
}

/** Before an execution a count of none says something only while no payment can add to it. */
function nothingLeft(
  code: CheckCode,
  gate: "apply" | "execute",
  payment: CheckFacts["payment"],
  field: "openBatch" | "storedOffline",
): CheckResult {
  const level = gate === "execute" ? "must" : "should";
  if (!payment.ok) return check(code, level, false, payment.error.code);
  const { allowed, [field]: left } = payment.value;
  if (level === "must" && allowed !== "none") return check(code, level, false, "payments=running");
  return check(code, level, left === 0, `count=${left}`);
}

function factOf(result: Result<unknown, { readonly code: string }>): string | undefined {
  return result.ok ? undefined : result.error.code;
}
