/** The one immutable snapshot that the page is given, put together from what the parts know. Decides nothing. */

import { endsWith, isLater, type Target } from "../bindings/binding.ts";
import type { KnownBindings } from "../bindings/known.ts";
import type { ErrorView } from "../contract/errors.ts";
import type { CheckResult } from "../contract/messages/request.ts";
import type { BindingsView, BindingView } from "../contract/views/binding.ts";
import type { CodeEntryView } from "../contract/views/people.ts";
import type { ProfileView } from "../contract/views/profile.ts";
import type { TerminalView, ValueView } from "../contract/views/terminal.ts";
import type { ChallengeView, DemandView, UnbindView } from "../contract/views/unbind.ts";
import type { IdentityReport, Reading } from "../identity/reading.ts";
import { challengeGroups } from "../offline/challenge.ts";
import { mostAnswerTries } from "../offline/challengeSession.ts";
import type { CodeEntry } from "../people/codeEntry.ts";
import type { PolicyText } from "../profiles/profiles.ts";
import { eligibilityOf } from "../unbind/checks.ts";
import type { FlowView } from "../unbind/flow.ts";
import type { HistoryEntry } from "../unbind/history.ts";
import type { MeantTerminal } from "../unbind/meantTerminal.ts";
import { isOpen, isUnbound, receiptOf, targetOf, type UnbindState } from "../unbind/states.ts";
import type { TerminalKnowledge } from "./monitor.ts";

export function terminalView(
  { phase, failure, identity, status }: TerminalKnowledge,
  meant: MeantTerminal | null,
): TerminalView {
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
    another: meant && identity ? anotherThan(meant, identity) : null,
  };
}

function anotherThan(meant: MeantTerminal, identity: IdentityReport): TerminalView["another"] {
  const named = meant.named();
  return named && meant.recognise(identity) === "another" ? { meantSn: named.sn } : null;
}

function valueView(reading: Reading | undefined): ValueView {
  if (!reading) return { status: "unreadable", problem: "not-read-yet", masked: [] };
  if (reading.status === "unreadable") return reading;
  return reading;
}

type ProfileOf = (target: Target) => ProfileView | null;
type BrandOf = (target: Target) => BindingView["brand"];

type Bound = {
  readonly known: KnownBindings;
  readonly failure: ErrorView | null;
  /** Of each binding the unbind that ended it last. */
  readonly ended: readonly HistoryEntry[];
};

/** Past its commit point a binding is told as ended; the merchant is gone with it. One that is neither kept nor ended is not found yet. */
export function bindingsView(state: UnbindState, bound: Bound, profileOf: ProfileOf, brandOf: BrandOf): BindingsView {
  const { kept, provisioned } = bound.known;
  const { enrolled } = provisioned;
  const alive = kept
    .filter(({ payload }) => !isUnbound(state) || !endsWith(payload, state.request))
    .map(({ payload }): BindingView => {
      const { providerId, bindingKind, epoch, merchantName, merchantIdMasked, policy } = payload;
      const { subjectMasked = null, contactMasked = null, boundAt = null, terms = null } = payload;
      const profile = profileOf(payload);
      return {
        state: payload.state,
        providerId,
        providerName: profile?.name ?? null,
        bindingKind,
        epoch,
        merchantName,
        merchantIdMasked,
        subjectMasked,
        contactMasked,
        support: supportOf(profile),
        boundAt,
        brand: brandOf(payload),
        policy,
        terms,
      };
    });
  const ended = bound.ended
    .filter(({ request }) => !kept.some(({ payload }) => isLater(payload, request)))
    .map(({ request: { providerId, bindingKind, epoch } }): BindingView => {
      const profile = profileOf({ providerId, bindingKind });
      const [providerName, support] = [profile?.name ?? null, supportOf(profile)];
      return {
        ...nobody,
        brand: brandOf({ providerId, bindingKind }),
        state: "unbound",
        providerId,
        providerName,
        support,
        bindingKind,
        epoch,
      };
    });
  if (!enrolled || (alive.length === 0 && !enrolled.bindings.every((one) => ended.some((end) => endsWith(one, end)))))
    return { state: "unknown", failure: bound.failure };
  return { state: "known", list: [...alive, ...ended] };
}

function supportOf(profile: ProfileView | null): string | null {
  return profile?.channels.find(({ contact }) => contact !== null)?.contact ?? null;
}

const nobody = {
  merchantName: null,
  merchantIdMasked: null,
  subjectMasked: null,
  contactMasked: null,
  boundAt: null,
  policy: null,
  terms: null,
};

export type UnbindSurroundings = {
  readonly profileOf: ProfileOf;
  /** In the language of the page. */
  readonly policyOf: (target: Target) => PolicyText | null;
  readonly challengePlace: string | null;
  readonly evidencePlace: UnbindView["evidencePlace"];
  readonly voucherOf: (state: UnbindState) => UnbindView["voucher"];
};

export function unbindView(flow: FlowView, around: UnbindSurroundings): UnbindView {
  const { state } = flow;
  const request = "request" in state ? state.request : null;
  const target = targetOf(state);
  const choice = "choice" in state ? state.choice : null;
  const checks: readonly CheckResult[] = "checks" in state ? state.checks : flow.gateChecks;
  const waivers = "waivers" in state ? state.waivers : [];
  const profile = target && around.profileOf(target);
  // A long text, and needed where it is to be agreed to.
  const policy = state.name === "draft" ? around.policyOf(state.target) : null;
  const said = "said" in state ? state.said : null;
  const hold = flow.hold ?? said?.hold;
  const receipt = receiptOf(state);
  const rejection = state.name === "rejected" ? state.rejection : null;
  const secondAwaited = "approval" in state && isOpen(state) && state.approval === null && request?.secondApproval;
  return {
    state: state.name,
    unknownPhase: state.name === "unknown" ? state.phase : null,
    requestId: request?.requestId ?? null,
    target: target && { providerId: target.providerId, bindingKind: target.bindingKind },
    profile,
    policy: policy && { id: policy.id, version: policy.version, text: policy.text, hash: policy.hash },
    origin: request?.origin ?? null,
    way: request?.way ?? choice?.way ?? null,
    execution: request?.execution ?? profile?.execution ?? null,
    payments: flow.payments,
    paymentOrder: flow.paymentOrder,
    actor: request?.actor ?? ("actor" in state ? state.actor : null),
    reason: request?.reason ?? choice?.reason ?? null,
    intent: request?.intent ?? choice?.intent ?? null,
    eligibility: "checks" in state ? eligibilityOf(checks, new Set(waivers.map(({ check }) => check))) : null,
    checks,
    waivers,
    secondAwaited: secondAwaited || null,
    preparing: isPreparing(state),
    summary: state.name === "ready" ? state.summary : null,
    upstreamSaid: said && { state: said.state, at: said.at },
    demand: flow.demand && demandView(flow.demand),
    hold: hold ? { code: hold.code, until: hold.until ?? null } : null,
    challenge: challengeView(state, around.challengePlace),
    confirmedAt: request?.confirmedAt ?? null,
    grantExpiresAt: "grant" in state ? (state.grant?.expiresAt ?? null) : null,
    rejection: rejection && { code: rejection.code, text: rejection.text ?? null, until: rejection.until ?? null },
    failure: flow.failure,
    asking: flow.asking,
    nextAskAt: flow.nextAskAt,
    cancelAsked: "cancellation" in state && state.cancellation !== null,
    wipe: "items" in state ? state.items : [],
    statementRefused: "refused" in state ? state.refused : null,
    receipt: receipt && { payload: receipt.payload, jws: receipt.jws },
    voucher: around.voucherOf(state),
    proof: isUnbound(state) ? state.proof.kind : null,
    evidencePlace: around.evidencePlace,
  };
}

function isPreparing(state: UnbindState): boolean {
  if (state.name === "executing") return state.execution === null;
  return "preparing" in state && state.preparing !== null;
}

function demandView({ factor, how, expiresAt }: NonNullable<FlowView["demand"]>): DemandView {
  if (how.kind === "handOver") return { factor, expiresAt, how };
  return { factor, expiresAt, how: { kind: "code", sentTo: how.sentTo ?? null, triesLeft: how.triesLeft } };
}

function challengeView(state: UnbindState, place: string | null): ChallengeView | null {
  if (state.name !== "offlineChallenge") return null;
  const { expiresAt } = state.challenge;
  return { groups: challengeGroups(state.challenge), expiresAt, triesLeft: mostAnswerTries - state.tries, place };
}

export function codeEntryView(view: ReturnType<CodeEntry["view"]>, flow: FlowView): CodeEntryView | null {
  if (!view) return null;
  const { state, demand } = flow;
  const offline = state.name === "offlineChallenge" ? mostAnswerTries - state.tries : null;
  const upstream = demand?.how.kind === "code" ? demand.how.triesLeft : null;
  const triesLeft = { offlineAnswer: offline, verification: upstream, pinReset: null };
  return { ...view, triesLeft: triesLeft[view.purpose] };
}
