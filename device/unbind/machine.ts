/**
 * The state machine of one unbind request: pure, serialisable, without time.
 *
 * The rules that outrank the rest: nothing is sent before its bytes are durable; nothing is wiped before a verified receipt
 * or offline answer; a request that has left ends only by what the upstream signed, and one that a person withdrew never
 * leaves again; a request once confirmed never silently becomes "bound". What earlier programs believed unsigned is replayed.
 */

import { assertNever } from "../base/result.ts";
import { leavesTerminalBound, succeeds } from "../bindings/binding.ts";
import type { WipeItemReport } from "../contract/messages/wipe.ts";
import { mostAnswerTries } from "../offline/challengeSession.ts";
import type { ConfirmedRequest, Execution, Grant, Proof } from "../trust/signedObjects.ts";
import { eligibilityOf } from "./checks.ts";
import type { DurableEvent, UnbindEvent } from "./events.ts";
import {
  type Closed,
  type Executed,
  type Granted,
  isApplying,
  isClosed,
  isDraft,
  isOpen,
  isUnsent,
  isWaiting,
  isWiped,
  mayBeWithdrawn,
  type Open,
  type Proven,
  type Said,
  type UnbindState,
  type Unsent,
  type UnsentState,
} from "./states.ts";

export type UnbindEffect =
  | { readonly run: "gatherChecks" }
  | { readonly run: "startSending" }
  /** Stops payments, settles, judges the gates; then sends, or shows the challenge. */
  | { readonly run: "prepareSending" }
  | { readonly run: "prepareChallenge" }
  | { readonly run: "sendRequest" }
  /** Ask the upstream about the request, when its turn has come. */
  | { readonly run: "askUpstream" }
  | { readonly run: "sendCancellation" }
  | { readonly run: "prepareExecution" }
  | { readonly run: "sendExecution" }
  | { readonly run: "startWipe" }
  | { readonly run: "wipeNextItem" }
  | { readonly run: "sendAttestation" }
  | { readonly run: "signReport" }
  | { readonly run: "sendReport" };

export type UnbindStep = readonly [UnbindState, readonly UnbindEffect[]];

const ask: UnbindEffect = { run: "askUpstream" };

/** The next state and what to do about it, or null when the event has no place in this state. */
export function stepUnbind(state: UnbindState, event: UnbindEvent): UnbindStep | null {
  switch (event.type) {
    case "menuEntered": {
      const { target, actor } = event;
      return state.name === "bound" ? [{ name: "draft", target, actor }, []] : null;
    }
    case "left":
      return isDraft(state) ? [{ name: "bound" }, []] : null;
    case "reasonChosen": {
      if (state.name !== "draft") return null;
      const { target, actor } = state;
      return [{ name: "precheck", target, actor, choice: event.choice, waivers: [] }, [{ run: "gatherChecks" }]];
    }
    case "checksRequested":
    case "terminalChanged": {
      const underWay = event.type === "terminalChanged" && state.name === "precheck";
      if (state.name !== "blocked" && state.name !== "ready" && !underWay) return null;
      const { target, actor, choice, waivers } = state;
      return [{ name: "precheck", target, actor, choice, waivers }, [{ run: "gatherChecks" }]];
    }
    case "checksFinished":
      return state.name === "precheck" ? judged({ ...state, checks: event.checks }) : null;
    case "checkWaived":
      if (state.name !== "blocked" && state.name !== "ready") return null;
      return judged({ ...state, waivers: [...state.waivers, event.waiver] });
    case "summaryPrepared":
      return state.name === "ready" ? [{ ...state, summary: event.summary }, []] : null;
    case "requestConfirmed":
      return state.name === "ready" ? confirmed(event.request) : null;
    case "orderVerified": {
      if (state.name !== "bound") return null;
      const { request, grant, at } = event;
      const said: Said = { state: "approved", at };
      return [{ name: "approved", request, approval: null, said, cancellation: null, grant }, [ask]];
    }
    case "secondAwaited":
      return state.name === "confirmed" ? awaitingSecond(state) : null;
    case "secondApproved":
      if (state.name !== "awaitingSecond" || state.approval) return null;
      return [{ ...state, approval: event.approval }, []];
    case "preparationStarted": {
      const { towards } = event;
      if (!mayBeSent(state) || state.name === "offlineChallenge" || state.preparing) return null;
      const run = towards === "send" ? "prepareSending" : "prepareChallenge";
      return [{ ...state, preparing: towards }, [{ run }]];
    }
    case "gatesFailed":
      if (state.name === "confirmed" || state.name === "awaitingSecond") {
        return state.preparing ? [{ ...state, preparing: null }, []] : null;
      }
      if (state.name !== "executing" || state.execution) return null;
      return [{ ...granted(state), name: "approved" }, [ask]];
    case "challengeIssued":
      if (state.name !== "confirmed" && state.name !== "awaitingSecond") return null;
      if (state.preparing !== "challenge") return null;
      return [{ ...open(state), name: "offlineChallenge", challenge: event.challenge, tries: event.tries }, []];
    case "answerTried":
      if (state.name !== "offlineChallenge" || state.tries >= mostAnswerTries) return null;
      return [{ ...state, tries: state.tries + 1 }, []];
    case "offlineAuthorised": {
      if (state.name !== "offlineChallenge") return null;
      const { tier: kind, answer = null, at } = event;
      const proof: Proof = { kind, challenge: state.challenge, answer, at };
      return [{ ...proven(state, proof), name: "offlineAuthorised" }, [{ run: "startWipe" }]];
    }
    case "cancelledBeforeSending":
      return isUnsent(state) ? [{ ...closed(state), name: "cancelled" }, []] : null;
    case "expiredUnsent":
      return isUnsent(state) ? [{ ...closed(state), name: "expired" }, []] : null;
    case "sendStarted": {
      // What a person withdrew never leaves again.
      const again = state.name === "unknown" && state.phase === "apply" && !state.cancellation;
      if (!again && !isReadyToSend(state)) return null;
      return [{ ...open(state), name: "sending", attempt: event.attempt }, [{ run: "sendRequest" }]];
    }
    case "requestRefused":
      if (state.name !== "sending") return null;
      return [{ ...closed(state), name: "rejected", rejection: event.rejection }, []];
    case "decisionVerified":
      return decided(state, event);
    case "outcomeLost":
      return outcomeLost(state);
    case "answerRefused":
      if (state.name === "sending" || state.name === "executing") return outcomeLost(state);
      return isOpen(state) ? [state, isUnsent(state) ? [] : [ask]] : null;
    case "upstreamSaid":
      return upstreamSaid(state, event);
    case "saidInTurn":
      if (state.name !== "underReview" && state.name !== "riskHold") return null;
      return upstreamSaid(state, { ...event, type: "upstreamSaid" });
    case "verificationStarted":
      return state.name === "verificationRequired" ? [state, []] : null;
    case "grantVerified":
      // A newer grant takes the place of the one at hand.
      if (!isApplying(state) && !isWaiting(state) && state.name !== "approved") return null;
      return [
        { ...open(state), said: { state: "approved", at: event.at }, name: "approved", grant: event.grant },
        [ask],
      ];
    case "cancellationSigned":
      if (!mayBeWithdrawn(state)) return null;
      return [{ ...state, cancellation: event.jws }, [{ run: "sendCancellation" }]];
    case "cancellationRefused":
      return cancellationRefused(state);
    case "withdrawnUnknown": {
      const withdrawn = isWaiting(state) || state.name === "approved" || isApplying(state);
      return withdrawn && state.cancellation ? [{ ...closed(state), name: "cancelled" }, []] : null;
    }
    case "executionOrdered":
      // What is being withdrawn is not executed meanwhile.
      if (state.name !== "approved" || state.cancellation) return null;
      return [{ ...granted(state), name: "executing", attempt: 0, execution: null }, [{ run: "prepareExecution" }]];
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
      return [{ ...granted(state), name: "approved" }, [ask]];
    case "receiptVerified": {
      // Verified, it is believed whatever the terminal was doing about a request that left it.
      if (!isOpen(state) || isUnsent(state)) return null;
      const said: Said = { state: "unbound", at: event.at };
      const proof: Proof = { kind: "receipt", receipt: event.receipt };
      return [{ ...proven({ ...state, said }, proof), name: "unboundUpstream" }, [{ run: "startWipe" }]];
    }
    case "wipeStarted":
      if (state.name !== "unboundUpstream" && state.name !== "offlineAuthorised" && state.name !== "wipeIncomplete")
        return null;
      return [{ ...state, name: "wiping", items: settledItems(state.items) }, [{ run: "wipeNextItem" }]];
    case "wipeItemFinished":
      if (state.name !== "wiping") return null;
      return [{ ...state, items: [...state.items, event.report] }, [{ run: "wipeNextItem" }]];
    case "wipeStopped":
      return state.name === "wiping" ? [{ ...state, name: "wipeIncomplete" }, []] : null;
    case "wipeAttested":
      if (state.name !== "wiping") return null;
      return [{ ...state, name: "wiped", attestation: event.jws, refused: null }, [afterWipe(state.proof)]];
    case "attestationAcknowledged": {
      if (state.name !== "wiped" || state.proof.kind !== "receipt") return null;
      return [
        { ...state, name: "completed", acknowledgement: event.jws, refused: null, report: null, receipt: null },
        [],
      ];
    }
    case "reportSigned":
      if (state.name !== "wiped" || state.proof.kind === "receipt") return null;
      return [{ ...state, name: "completedPendingSync", refused: null, report: event.jws }, [{ run: "sendReport" }]];
    case "reportAcknowledged": {
      if (state.name !== "completedPendingSync") return null;
      const { receipt, acknowledgement, at } = event;
      return [
        { ...state, name: "completed", said: { state: "unbound", at }, refused: null, receipt, acknowledgement },
        [],
      ];
    }
    case "statementRefused": {
      const { code: refused } = event;
      if (state.name === "wiped") return [{ ...state, refused }, [afterWipe(state.proof)]];
      return state.name === "completedPendingSync" ? [{ ...state, refused }, [{ run: "sendReport" }]] : null;
    }
    case "outcomeSeen": {
      const stays = state.name === "completed" && leavesTerminalBound(state.request);
      return stays || isClosed(state) ? [{ name: "bound" }, []] : null;
    }
    case "boundAgain":
      return isWiped(state) && succeeds(event, state.request) ? [{ name: "bound" }, []] : null;
    case "restarted":
      return restarted(state);
    default:
      return assertNever(event);
  }
}

/** Whether the event has a place in this state. */
export function takes(state: UnbindState, event: UnbindEvent): boolean {
  return stepUnbind(state, event) !== null;
}

/** The state that the journal's events lead to. Drafts are not journalled, so a confirmation also follows "bound". */
export function replayUnbind(state: UnbindState, event: DurableEvent): UnbindState | null {
  const step =
    event.type === "requestConfirmed" && state.name === "bound" ? confirmed(event.request) : stepUnbind(state, event);
  return step ? step[0] : null;
}

type Judged = Omit<Extract<UnbindState, { readonly name: "blocked" }>, "name">;

function judged({ target, actor, choice, checks, waivers }: Judged): UnbindStep {
  const waived = new Set(waivers.map(({ check }) => check));
  const common = { target, actor, choice, checks, waivers };
  if (eligibilityOf(checks, waived) === "ineligible") return [{ name: "blocked", ...common }, []];
  return [{ name: "ready", ...common, summary: null }, []];
}

/** What happens next is for who confirmed: it may need another person first, or the gates. */
function confirmed(request: ConfirmedRequest): UnbindStep {
  return [{ name: "confirmed", request, approval: null, said: null, cancellation: null, preparing: null }, []];
}

function awaitingSecond(state: Unsent): UnbindStep | null {
  return state.request.secondApproval ? [{ ...state, name: "awaitingSecond" }, []] : null;
}

/** Nobody's approval is missing. */
function mayBeSent(state: UnbindState): state is UnsentState {
  return isUnsent(state) && (!state.request.secondApproval || state.approval !== null);
}

/** A one-step request leaves only with its gates judged; one that waits for an answer has had them judged. */
function isReadyToSend(state: UnbindState): state is UnsentState {
  if (!mayBeSent(state)) return false;
  if (state.name === "offlineChallenge") return true;
  return state.preparing === (state.request.execution === "one_step" ? "send" : null);
}

function afterWipe(proof: Proof): UnbindEffect {
  return proof.kind === "receipt" ? { run: "sendAttestation" } : { run: "signReport" };
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

/** Verified, it is believed whatever the terminal was doing about a request that left it. */
function decided(state: UnbindState, { decision, at }: DurableEvent & { type: "decisionVerified" }): UnbindStep | null {
  if (!isOpen(state) || isUnsent(state)) return null;
  const { jws, outcome, code, text, until } = decision;
  switch (outcome) {
    case "refused":
    case "rejected": {
      // What was refused at the door does not exist at the upstream.
      const said = outcome === "refused" ? state.said : ({ state: outcome, at } as const);
      const rejection = { code, ...(text && { text }), ...(until && { until }) };
      return [{ ...closed({ ...state, said }, jws), name: "rejected", rejection }, []];
    }
    case "cancelled":
    case "expired":
      return [{ ...closed({ ...state, said: { state: outcome, at } }, jws), name: outcome }, []];
    case "execution_refused":
      if (!("execution" in state && state.execution)) return null;
      return [{ ...granted(state), name: "approved" }, [ask]];
    case "cancellation_refused":
      return cancellationRefused(state);
    default:
      return assertNever(outcome);
  }
}

function cancellationRefused(state: UnbindState): UnbindStep | null {
  if (!mayBeWithdrawn(state) || !state.cancellation) return null;
  return [{ ...state, cancellation: null }, [ask]];
}

function upstreamSaid(state: UnbindState, event: DurableEvent & { type: "upstreamSaid" }): UnbindStep | null {
  if (!isOpen(state) || isUnsent(state)) return null;
  const { at, demand, hold } = event;
  const next: Open = { ...open(state), said: { state: event.state, at, demand, hold } };
  switch (event.state) {
    case "rejected":
      return [{ ...closed(next), name: "rejected", rejection: event.rejection ?? { code: "unspecified" } }, []];
    case "expired":
      // A message that is still on its way is asked about once more before it is believed to have expired.
      if (state.name === "sending") return [{ ...next, name: "submitted" }, [ask]];
      return [{ ...closed(next), name: "expired" }, []];
    case "cancelled":
      if (isApplying(state)) return [{ ...next, name: "submitted" }, [ask]];
      return [{ ...closed(next), name: "cancelled" }, []];
    case "submitted":
    case "under_review":
    case "verification_required":
    case "risk_hold": {
      if (!isApplying(state) && !isWaiting(state)) return null;
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
    case "awaitingSecond":
      return unsentRestarted(state);
    case "sending":
      return outcomeLost(state);
    case "unknown":
    case "submitted":
    case "underReview":
    case "verificationRequired":
    case "riskHold":
    case "approved":
      return [state, state.cancellation ? [{ run: "sendCancellation" }] : [ask]];
    case "executing":
      return outcomeLost(state) ?? [state, [{ run: "prepareExecution" }]];
    case "unboundUpstream":
    case "offlineAuthorised":
    case "wipeIncomplete":
      return [state, [{ run: "startWipe" }]];
    case "wiping":
      return [{ ...state, items: settledItems(state.items) }, [{ run: "wipeNextItem" }]];
    case "wiped":
      return [state, [afterWipe(state.proof)]];
    case "completedPendingSync":
      return [state, [{ run: "sendReport" }]];
    case "offlineChallenge":
      return [state, []];
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

/** The power went between the confirmation and what should have followed it at once. */
function unsentRestarted(state: Extract<UnbindState, { name: "confirmed" | "awaitingSecond" }>): UnbindStep | null {
  if (state.preparing) {
    return [state, [{ run: state.preparing === "send" ? "prepareSending" : "prepareChallenge" }]];
  }
  if (state.name === "confirmed" && state.request.secondApproval) return awaitingSecond(state);
  const goesAtOnce = state.request.way === "online" && isReadyToSend(state);
  return [state, goesAtOnce ? [{ run: "startSending" }] : []];
}

const waitingNames = {
  submitted: "submitted",
  under_review: "underReview",
  verification_required: "verificationRequired",
  risk_hold: "riskHold",
} as const;

function settledItems(items: readonly WipeItemReport[]): readonly WipeItemReport[] {
  return items.filter((item) => item.result !== "failed");
}

function open({ request, approval, said, cancellation }: Open): Open {
  return { request, approval, said, cancellation };
}

function closed(state: Open, decision: string | null = null): Closed {
  return { ...open(state), decision };
}

function granted(state: Granted): Granted {
  return { ...open(state), grant: state.grant };
}

function executed(state: Granted, execution: Executed["execution"]): Executed {
  return { ...granted(state), execution };
}

function proven(state: Open & { readonly grant?: Grant; readonly execution?: Execution | null }, proof: Proof): Proven {
  return { ...open(state), grant: state.grant ?? null, execution: state.execution ?? null, proof, items: [] };
}
