/** The one immutable snapshot that the page is given, put together from what the parts know. Decides nothing. */

import type { ErrorView } from "./contract/errors.ts";
import type { BindingPayload, CheckResult } from "./contract/evidence.ts";
import type { BindingView, TerminalView, UnbindView, ValueView } from "./contract/host.ts";
import type { IdentityReport, Reading, StatusReport } from "./identity/reading.ts";
import { sourceCommands } from "./identity/sourceCommands.ts";
import type { ProviderProfile } from "./profiles/schema.ts";
import type { Enrolled } from "./provisioning/bindingKeeper.ts";
import type { FlowView } from "./unbind/flow.ts";
import { isUnbound, type UnbindState } from "./unbind/machine.ts";
import { eligibilityOf } from "./unbind/precheck.ts";

export type TerminalKnowledge = {
  readonly phase: TerminalView["phase"];
  readonly failure: ErrorView | null;
  readonly identity: IdentityReport | null;
  readonly status: StatusReport | null;
};

export function terminalView({ phase, failure, identity, status }: TerminalKnowledge): TerminalView {
  const { battery, signal, registration } = status ?? {};
  return {
    phase,
    failure,
    sn: valueView(identity?.sn),
    imei: valueView(identity?.imei),
    manufacturer: valueView(identity?.manufacturer),
    model: valueView(identity?.model),
    firmware: valueView(identity?.firmware),
    battery: battery?.status === "read" ? { power: battery.power, percent: battery.percent } : null,
    signalDbm: signal?.status === "read" ? signal.dbm : null,
    registered: registration?.status === "read" ? registration.registered : null,
  };
}

function valueView(reading: Reading | undefined): ValueView {
  if (!reading) return { status: "unreadable", problem: "not-read-yet", masked: [] };
  if (reading.status === "unreadable") return reading;
  return { status: "read", value: reading.value, source: sourceCommands[reading.source], warnings: reading.warnings };
}

/** After the commit point the binding is told as ended, from the receipt and the enrolment; its merchant is gone. */
export function bindingView(
  state: UnbindState,
  kept: BindingPayload | null,
  enrolled: Enrolled | null,
  failure: ErrorView | null,
): BindingView {
  const nobody = { merchantName: null, merchantIdMasked: null, policy: null };
  if (isUnbound(state)) {
    const { providerId, bindingKind, epoch } = state.request;
    return { state: "unbound", providerId, bindingKind, epoch, ...nobody };
  }
  if (!kept || !enrolled) return { state: "unknown", failure };
  const { providerId, bindingKind, epoch, merchantName, merchantIdMasked, policy } = kept;
  return { state: kept.state, providerId, bindingKind, epoch, merchantName, merchantIdMasked, policy };
}

export function unbindView(flow: FlowView, profile: ProviderProfile, evidencePlace: string | null): UnbindView {
  const { state } = flow;
  const request = "request" in state ? state.request : null;
  const checks: readonly CheckResult[] = "checks" in state ? state.checks : [];
  return {
    state: state.name,
    unknownPhase: state.name === "unknown" ? state.phase : null,
    requestId: request?.requestId ?? null,
    reasons: profile.reasons.map(({ code }) => code),
    reason: request?.reason ?? ("choice" in state ? state.choice.reason : null),
    eligibility: "checks" in state ? eligibilityOf(checks) : null,
    checks,
    summary: state.name === "ready" ? state.summary : null,
    upstreamSaid: "said" in state ? state.said : null,
    confirmedAt: request?.confirmedAt ?? null,
    grantExpiresAt: "grant" in state ? state.grant.expiresAt : null,
    rejection: state.name === "rejected" ? { code: state.rejection.code, text: state.rejection.text ?? null } : null,
    failure: flow.failure,
    asking: flow.asking,
    nextAskAt: flow.nextAskAt,
    cancelAsked: "cancellation" in state && state.cancellation !== null,
    wipe: "items" in state ? state.items : [],
    receipt: "receipt" in state ? { payload: state.receipt.payload, jws: state.receipt.jws } : null,
    evidencePlace,
  };
}
