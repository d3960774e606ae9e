/**
 * The state machine of one unbind request: pure, serialisable, without time.
 *
 * The rule that outranks the rest: nothing is sent before its bytes are durable, nothing is wiped before a verified
 * receipt, and a request once confirmed never silently becomes "bound" again.
 */

import { assertNever } from "../base/result.ts";
import type { CheckResult, WipeItemReport } from "../contract/evidence.ts";
import type { RequestState } from "../contract/upstream.ts";
import type {
  Choice,
  ConfirmedRequest,
  DurableEvent,
  Execution,
  Grant,
  Receipt,
  Rejection,
  Summary,
  UnbindEvent,
} from "./events.ts";

/** What the upstream said last, with its own time. */
export type Said = { readonly state: RequestState; readonly at: string };

type Open = {
  readonly request: ConfirmedRequest;
  readonly said: Said | null;
  /** The signed withdrawal, once the operator asked for it. */
  readonly cancellation: string | null;
};
type Granted = Open & { readonly grant: Grant };
type Executed = Granted & { readonly execution: Execution };
type Proven = Executed & { readonly receipt: Receipt; readonly items: readonly WipeItemReport[] };
type Attested = Proven & { readonly attestation: string };

export type WaitingName = "submitted" | "underReview" | "verificationRequired" | "riskHold";

export type UnbindState =
  | { readonly name: "bound" }
  | { readonly name: "draft" }
  | { readonly name: "precheck"; readonly choice: Choice }
  | { readonly name: "blocked"; readonly choice: Choice; readonly checks: readonly CheckResult[] }
  | {
      readonly name: "ready";
      readonly choice: Choice;
      readonly checks: readonly CheckResult[];
      readonly summary: Summary | null;
    }
  | ({ readonly name: "confirmed" } & Open)
  | ({ readonly name: "sending"; readonly attempt: number } & Open)
  | ({ readonly name: "unknown"; readonly phase: "apply"; readonly attempt: number } & Open)
  | ({ readonly name: WaitingName } & Open)
  | ({ readonly name: "approved" } & Granted)
  /** `execution` is null until the gates were passed with payments paused. */
  | ({ readonly name: "executing"; readonly attempt: number; readonly execution: Execution | null } & Granted)
  | ({ readonly name: "unknown"; readonly phase: "execute"; readonly attempt: number } & Executed)
  | ({ readonly name: "rejected"; readonly rejection: Rejection } & Open)
  | ({ readonly name: "cancelled" } & Open)
  | ({ readonly name: "expired" } & Open)
  | ({ readonly name: "unboundUpstream" } & Proven)
  | ({ readonly name: "wiping" } & Proven)
  | ({ readonly name: "wipeIncomplete" } & Proven)
  | ({ readonly name: "wiped" } & Attested)
  | ({ readonly name: "completed"; readonly acknowledgement: string } & Attested);

export type UnbindEffect =
  | { readonly run: "gatherChecks" }
  | { readonly run: "startSending" }
  | { readonly run: "sendRequest" }
  /** Ask the upstream about the request, when its turn has come. */
  | { readonly run: "askUpstream" }
  | { readonly run: "sendCancellation" }
  | { readonly run: "prepareExecution" }
  | { readonly run: "sendExecution" }
  | { readonly run: "resumePayments" }
  | { readonly run: "startWipe" }
  | { readonly run: "wipeNextItem" }
  | { readonly run: "sendAttestation" };

export type UnbindStep = readonly [UnbindState, readonly UnbindEffect[]];

const ask: UnbindEffect = { run: "askUpstream" };

/** The next state and what to do about it, or null when the event has no place in this state. */
export function stepUnbind(state: UnbindState, event: UnbindEvent): UnbindStep | null {
  switch (event.type) {
    case "menuEntered":
      return state.name === "bound" ? [{ name: "draft" }, []] : null;
    case "left":
      return isDraft(state) ? [{ name: "bound" }, []] : null;
    case "reasonChosen":
      return state.name === "draft" ? [{ name: "precheck", choice: event.choice }, [{ run: "gatherChecks" }]] : null;
    case "checksRequested":
      return state.name === "blocked" ? [{ name: "precheck", choice: state.choice }, [{ run: "gatherChecks" }]] : null;
    case "checksFinished": {
      if (state.name !== "precheck") return null;
      const { choice } = state;
      const { checks } = event;
      return [
        event.blocked ? { name: "blocked", choice, checks } : { name: "ready", choice, checks, summary: null },
        [],
      ];
    }
    case "summaryPrepared":
      return state.name === "ready" ? [{ ...state, summary: event.summary }, []] : null;
    case "requestConfirmed":
      return state.name === "ready" ? confirmed(event.request) : null;
    case "cancelledBeforeSending":
      return state.name === "confirmed" ? [{ ...open(state), name: "cancelled" }, []] : null;
    case "sendStarted":
      if (state.name !== "confirmed" && !(state.name === "unknown" && state.phase === "apply")) return null;
      return [{ ...open(state), name: "sending", attempt: event.attempt }, [{ run: "sendRequest" }]];
    case "outcomeLost":
      return outcomeLost(state);
    case "answerRefused":
      if (state.name === "sending" || state.name === "executing") return outcomeLost(state);
      return isOpen(state) ? [state, [ask]] : null;
    case "upstreamSaid":
      return upstreamSaid(state, event);
    case "grantVerified":
      // A newer grant takes the place of the one at hand.
      if (!mayBeApproved(state) && state.name !== "approved") return null;
      return [
        { ...open(state), said: { state: "approved", at: event.at }, name: "approved", grant: event.grant },
        [ask],
      ];
    case "cancellationSigned":
      if (!isWaiting(state) && state.name !== "approved") return null;
      return [{ ...state, cancellation: event.jws }, [{ run: "sendCancellation" }]];
    case "cancellationRefused":
      if (!isWaiting(state) && state.name !== "approved") return null;
      return state.cancellation ? [{ ...state, cancellation: null }, [ask]] : null;
    case "executionOrdered":
      // What is being withdrawn is not executed meanwhile.
      if (state.name !== "approved" || state.cancellation) return null;
      return [{ ...granted(state), name: "executing", attempt: 0, execution: null }, [{ run: "prepareExecution" }]];
    case "gatesFailed":
      if (state.name !== "executing" || state.execution) return null;
      return [{ ...granted(state), name: "approved" }, [{ run: "resumePayments" }, ask]];
    case "executionPrepared":
      return state.name === "executing" && !state.execution ? [{ ...state, execution: event.execution }, []] : null;
    case "executionSendStarted": {
      const sendable = state.name === "executing" || (state.name === "unknown" && state.phase === "execute");
      if (!sendable || !state.execution) return null;
      return [
        { ...executed(state, state.execution), name: "executing", attempt: event.attempt },
        [{ run: "sendExecution" }],
      ];
    }
    case "executionRefused":
      if (state.name !== "executing" || !state.execution) return null;
      return [{ ...granted(state), name: "approved" }, [{ run: "resumePayments" }, ask]];
    case "receiptVerified": {
      const awaited = state.name === "executing" || (state.name === "unknown" && state.phase === "execute");
      if (!awaited || !state.execution) return null;
      const said: Said = { state: "unbound", at: event.at };
      const proven: Proven = { ...executed(state, state.execution), said, receipt: event.receipt, items: [] };
      return [{ ...proven, name: "unboundUpstream" }, [{ run: "startWipe" }]];
    }
    case "wipeStarted":
      if (state.name !== "unboundUpstream" && state.name !== "wipeIncomplete") return null;
      return [{ ...state, name: "wiping", items: settledItems(state.items) }, [{ run: "wipeNextItem" }]];
    case "wipeItemFinished":
      if (state.name !== "wiping") return null;
      return [{ ...state, items: [...state.items, event.report] }, [{ run: "wipeNextItem" }]];
    case "wipeStopped":
      return state.name === "wiping" ? [{ ...state, name: "wipeIncomplete" }, []] : null;
    case "wipeAttested":
      if (state.name !== "wiping") return null;
      return [{ ...state, name: "wiped", attestation: event.jws }, [{ run: "sendAttestation" }]];
    case "attestationAcknowledged":
      return state.name === "wiped" ? [{ ...state, name: "completed", acknowledgement: event.jws }, []] : null;
    case "outcomeSeen":
      return isClosed(state) ? [{ name: "bound" }, []] : null;
    case "restarted":
      return restarted(state);
    default:
      return assertNever(event);
  }
}

/** The state that the journal's events lead to. Drafts are not journalled, so a confirmation also follows "bound". */
export function replayUnbind(state: UnbindState, event: DurableEvent): UnbindState | null {
  const step =
    event.type === "requestConfirmed" && state.name === "bound" ? confirmed(event.request) : stepUnbind(state, event);
  return step ? step[0] : null;
}

function confirmed(request: ConfirmedRequest): UnbindStep {
  return [{ name: "confirmed", request, said: null, cancellation: null }, [{ run: "startSending" }]];
}

function outcomeLost(state: UnbindState): UnbindStep | null {
  if (state.name === "sending")
    return [{ ...open(state), name: "unknown", phase: "apply", attempt: state.attempt }, [ask]];
  if (isWaiting(state)) return [{ ...open(state), name: "unknown", phase: "apply", attempt: 0 }, [ask]];
  if (state.name === "executing" && state.execution) {
    return [{ ...executed(state, state.execution), name: "unknown", phase: "execute", attempt: state.attempt }, [ask]];
  }
  return state.name === "unknown" ? [state, [ask]] : null;
}

function upstreamSaid(state: UnbindState, event: DurableEvent & { type: "upstreamSaid" }): UnbindStep | null {
  if (!isOpen(state) || state.name === "confirmed") return null;
  const next: Open = { ...open(state), said: { state: event.state, at: event.at } };
  const applying = state.name === "sending" || (state.name === "unknown" && state.phase === "apply");
  switch (event.state) {
    case "rejected":
      return [{ ...next, name: "rejected", rejection: event.rejection ?? { code: "unspecified" } }, closing(state)];
    case "expired":
      // A message that is still on its way is asked about once more before it is believed to have expired.
      if (state.name === "sending") return [{ ...next, name: "submitted" }, [ask]];
      return [{ ...next, name: "expired" }, closing(state)];
    case "cancelled":
      if (applying) return [{ ...next, name: "submitted" }, [ask]];
      return [{ ...next, name: "cancelled" }, closing(state)];
    case "submitted":
    case "under_review":
    case "verification_required":
    case "risk_hold": {
      if (!applying && !isWaiting(state)) return null;
      const name = state.name === "sending" && event.state === "under_review" ? "submitted" : waitingNames[event.state];
      return [{ ...next, name }, [ask]];
    }
    default:
      return assertNever(event.state);
  }
}

function restarted(state: UnbindState): UnbindStep | null {
  switch (state.name) {
    case "confirmed":
      return [state, [{ run: "startSending" }]];
    case "sending":
      return outcomeLost(state);
    case "unknown":
      return [state, [ask]];
    case "submitted":
    case "underReview":
    case "verificationRequired":
    case "riskHold":
    case "approved":
      return [state, state.cancellation ? [{ run: "sendCancellation" }] : [ask]];
    case "executing":
      return outcomeLost(state) ?? [state, [{ run: "prepareExecution" }]];
    case "unboundUpstream":
    case "wipeIncomplete":
      return [state, [{ run: "startWipe" }]];
    case "wiping":
      return [{ ...state, items: settledItems(state.items) }, [{ run: "wipeNextItem" }]];
    case "wiped":
      return [state, [{ run: "sendAttestation" }]];
    case "bound":
    case "draft":
    case "precheck":
    case "blocked":
    case "ready":
    case "rejected":
    case "cancelled":
    case "expired":
    case "completed":
      return null;
    default:
      return assertNever(state);
  }
}

const waitingNames = {
  submitted: "submitted",
  under_review: "underReview",
  verification_required: "verificationRequired",
  risk_hold: "riskHold",
} as const;

type Named<Name extends UnbindState["name"]> = Extract<UnbindState, { readonly name: Name }>;

export function isDraft(state: UnbindState): state is Named<"draft" | "precheck" | "blocked" | "ready"> {
  return state.name === "draft" || state.name === "precheck" || state.name === "blocked" || state.name === "ready";
}

export function isWaiting(state: UnbindState): state is Named<WaitingName> {
  return (
    state.name === "submitted" ||
    state.name === "underReview" ||
    state.name === "verificationRequired" ||
    state.name === "riskHold"
  );
}

/** A confirmed request whose outcome the upstream has not settled. */
export function isOpen(
  state: UnbindState,
): state is Named<"confirmed" | "sending" | "unknown" | WaitingName | "approved" | "executing"> {
  return (
    state.name === "confirmed" ||
    state.name === "sending" ||
    state.name === "unknown" ||
    state.name === "approved" ||
    state.name === "executing" ||
    isWaiting(state)
  );
}

/** Final, and the binding lives on. */
export function isClosed(state: UnbindState): state is Named<"rejected" | "cancelled" | "expired"> {
  return state.name === "rejected" || state.name === "cancelled" || state.name === "expired";
}

/** The commit point is passed: no payment ever again under this binding. */
export function isUnbound(
  state: UnbindState,
): state is Named<"unboundUpstream" | "wiping" | "wipeIncomplete" | "wiped" | "completed"> {
  return "receipt" in state;
}

/** Payments are off from the order to execute until a final state that leaves the binding alive. */
export function paymentsMustBeOff(state: UnbindState): boolean {
  return state.name === "executing" || (state.name === "unknown" && state.phase === "execute") || isUnbound(state);
}

function mayBeApproved(state: UnbindState): state is Named<"sending" | "unknown" | WaitingName> {
  return state.name === "sending" || (state.name === "unknown" && state.phase === "apply") || isWaiting(state);
}

/** Leaving the execution for a final state gives the payments back. */
function closing(state: UnbindState): readonly UnbindEffect[] {
  return paymentsMustBeOff(state) ? [{ run: "resumePayments" }] : [];
}

function settledItems(items: readonly WipeItemReport[]): readonly WipeItemReport[] {
  return items.filter((item) => item.result !== "failed");
}

function open({ request, said, cancellation }: Open): Open {
  return { request, said, cancellation };
}

function granted(state: Granted): Granted {
  return { ...open(state), grant: state.grant };
}

function executed(state: Granted, execution: Execution): Executed {
  return { ...granted(state), execution };
}
