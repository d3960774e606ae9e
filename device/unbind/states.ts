/** The states of one unbind, and what can be asked of each. Plain data: every state can be written down and taken up again. */

import { type BindingEpoch, leavesTerminalBound, type Target } from "../bindings/binding.ts";
import type { RequestState } from "../contract/codes.ts";
import type { Actor, CheckResult, Waiver } from "../contract/messages/request.ts";
import type { WipeItemReport } from "../contract/messages/wipe.ts";
import type {
  Challenge,
  Choice,
  ConfirmedRequest,
  Execution,
  Grant,
  Proof,
  Receipt,
  Summary,
} from "../trust/signedObjects.ts";
import type { Demand, Hold, Rejection } from "./events.ts";

/** What the upstream said last, with its own time. */
export type Said = {
  readonly state: RequestState;
  readonly at: string;
  readonly demand?: Demand | undefined;
  readonly hold?: Hold | undefined;
};

type Draft = { readonly target: Target; readonly actor: Actor };
type Chosen = Draft & { readonly choice: Choice; readonly waivers: readonly Waiver[] };
type Checked = Chosen & { readonly checks: readonly CheckResult[] };

export type Open = {
  readonly request: ConfirmedRequest;
  /** The second person's approval, around the request; null where there is none. */
  readonly approval: string | null;
  readonly said: Said | null;
  /** The signed withdrawal, once the operator asked for it. */
  readonly cancellation: string | null;
};
/** Not sent yet. `preparing`: payments are stopped, and the gates are being judged. */
export type Unsent = Open & { readonly preparing: "send" | "challenge" | null };
export type Granted = Open & { readonly grant: Grant };
export type Executed = Granted & { readonly execution: Execution };

/** `decision`: the upstream's signed word on it; null where the terminal ended it, or an earlier program believed an unsigned one. */
export type Closed = Open & { readonly decision: string | null };

/** `grant` and `execution` are null in a one-step or offline unbind. */
export type Proven = Open & {
  readonly grant: Grant | null;
  readonly execution: Execution | null;
  readonly proof: Proof;
  readonly items: readonly WipeItemReport[];
};
/** `refused`: why the upstream did not take what it was told of it last, attestation or report. */
export type Attested = Proven & { readonly attestation: string; readonly refused: string | null };

export type WaitingName = "submitted" | "underReview" | "verificationRequired" | "riskHold";

export type UnbindState =
  | { readonly name: "bound" }
  | ({ readonly name: "draft" } & Draft)
  | ({ readonly name: "precheck" } & Chosen)
  | ({ readonly name: "blocked" } & Checked)
  | ({ readonly name: "ready"; readonly summary: Summary | null } & Checked)
  | ({ readonly name: "confirmed" } & Unsent)
  | ({ readonly name: "awaitingSecond" } & Unsent)
  | ({ readonly name: "offlineChallenge"; readonly challenge: Challenge; readonly tries: number } & Open)
  | ({ readonly name: "sending"; readonly attempt: number } & Open)
  | ({ readonly name: "unknown"; readonly phase: "apply"; readonly attempt: number } & Open)
  | { [Name in WaitingName]: { readonly name: Name } & Open }[WaitingName]
  | ({ readonly name: "approved" } & Granted)
  /** `execution` is null until the gates were passed with payments paused. */
  | ({ readonly name: "executing"; readonly attempt: number; readonly execution: Execution | null } & Granted)
  | ({ readonly name: "unknown"; readonly phase: "execute"; readonly attempt: number } & Executed)
  | ({ readonly name: "rejected"; readonly rejection: Rejection } & Closed)
  | ({ readonly name: "cancelled" } & Closed)
  | ({ readonly name: "expired" } & Closed)
  | ({ readonly name: "unboundUpstream" } & Proven)
  | ({ readonly name: "offlineAuthorised" } & Proven)
  | ({ readonly name: "wiping" } & Proven)
  | ({ readonly name: "wipeIncomplete" } & Proven)
  | ({ readonly name: "wiped" } & Attested)
  | ({ readonly name: "completedPendingSync"; readonly report: string } & Attested)
  /** `report` and `receipt` are those of an offline unbind; its proof was an answer. */
  | ({
      readonly name: "completed";
      readonly acknowledgement: string;
      readonly report: string | null;
      readonly receipt: Receipt | null;
    } & Attested);

export type Named<Name extends UnbindState["name"]> = Extract<UnbindState, { readonly name: Name }>;
export type DraftState = Named<"draft" | "precheck" | "blocked" | "ready">;
export type UnsentState = Named<"confirmed" | "awaitingSecond" | "offlineChallenge">;
export type WaitingState = Named<WaitingName>;
/** A request exists. */
export type RequestedState = Exclude<UnbindState, Named<"bound"> | DraftState>;

export function isDraft(state: UnbindState): state is DraftState {
  return state.name === "draft" || state.name === "precheck" || state.name === "blocked" || state.name === "ready";
}

/** Confirmed, and nothing has left the terminal. */
export function isUnsent(state: UnbindState): state is UnsentState {
  return state.name === "confirmed" || state.name === "awaitingSecond" || state.name === "offlineChallenge";
}

export function isWaiting(state: UnbindState): state is WaitingState {
  return (
    state.name === "submitted" ||
    state.name === "underReview" ||
    state.name === "verificationRequired" ||
    state.name === "riskHold"
  );
}

/** A message that applies for the unbind is on its way, or may have been lost on it. */
export function isApplying(
  state: UnbindState,
): state is Named<"sending"> | Extract<UnbindState, { readonly name: "unknown"; readonly phase: "apply" }> {
  return state.name === "sending" || (state.name === "unknown" && state.phase === "apply");
}

/** It has left, nothing was executed, and the upstream can be told that it is withdrawn. */
export function mayBeWithdrawn(
  state: UnbindState,
): state is
  | WaitingState
  | Named<"approved">
  | Extract<UnbindState, { readonly name: "unknown"; readonly phase: "apply" }> {
  return isWaiting(state) || state.name === "approved" || (state.name === "unknown" && state.phase === "apply");
}

/** A confirmed request whose outcome nobody has settled. */
export function isOpen(
  state: UnbindState,
): state is UnsentState | WaitingState | Named<"sending" | "unknown" | "approved" | "executing"> {
  return (
    isUnsent(state) ||
    isWaiting(state) ||
    state.name === "sending" ||
    state.name === "unknown" ||
    state.name === "approved" ||
    state.name === "executing"
  );
}

/** Final, and the binding lives on. */
export function isClosed(state: UnbindState): state is Named<"rejected" | "cancelled" | "expired"> {
  return state.name === "rejected" || state.name === "cancelled" || state.name === "expired";
}

/** The commit point is passed: no payment ever again under this binding. */
export function isUnbound(
  state: UnbindState,
): state is Named<
  "unboundUpstream" | "offlineAuthorised" | "wiping" | "wipeIncomplete" | "wiped" | "completedPendingSync" | "completed"
> {
  return "proof" in state;
}

/** Wiped, on proof. Whether or not the upstream has acknowledged it, a newer binding that it signs says as much. */
export function isWiped(state: UnbindState): state is Named<"wiped" | "completedPendingSync" | "completed"> {
  return state.name === "wiped" || state.name === "completedPendingSync" || state.name === "completed";
}

/** Which binding this is about; null while it is about none. */
export function targetOf(state: UnbindState): Target | null {
  if ("request" in state) return state.request;
  return "target" in state ? state.target : null;
}

/** The receipt, by whichever way it came. */
export function receiptOf(state: UnbindState): Receipt | null {
  if (!isUnbound(state)) return null;
  if (state.proof.kind === "receipt") return state.proof.receipt;
  return state.name === "completed" ? state.receipt : null;
}

/** After it is over, a terminal that stays bound may go on taking payments where the upstream says so. */
export function paymentsMayContinue(state: UnbindState): boolean {
  if (state.name !== "completed" || !leavesTerminalBound(state.request)) return false;
  return receiptOf(state)?.payload.paymentsMayContinue ?? false;
}

/** The binding that this unbind has ended; null before its commit point. */
export function endedBy(state: UnbindState): BindingEpoch | null {
  return isUnbound(state) ? state.request : null;
}
