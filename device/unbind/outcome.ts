/** What came of one exchange with the upstream, and what follows from an answer by itself, whoever signed what. */

import type { ErrorView } from "../contract/errors.ts";
import type { Earlier } from "../contract/messages/earlier.ts";
import { peekJws } from "../trust/jws.ts";
import { failureView, type UpstreamFailure } from "../upstream/problems.ts";
import type { DurableEvent, Hold } from "./events.ts";
import { isWaiting, type RequestedState } from "./states.ts";

/** What came of one exchange. No events: the upstream said nothing new. */
export type Outcome = {
  readonly events: readonly DurableEvent[];
  readonly failure: ErrorView | null;
  readonly retryAfterMs: number | null;
  /** What is to be proven, whole; only its outline is written down. */
  readonly demand?: Earlier["verificationDemand"];
  /** The message got no answer that could be read: sent again as the same bytes it costs nothing. */
  readonly unheard?: true;
  /** As it was said last; only its beginning is written down. */
  readonly hold?: Hold;
};

export function heard(events: readonly DurableEvent[], retryAfterMs: number | null): Outcome {
  return { events, failure: null, retryAfterMs };
}

export function lost(error: UpstreamFailure): Outcome {
  return {
    events: [{ type: "outcomeLost", code: error.code }],
    failure: failureView(error),
    retryAfterMs: retryAfterOf(error),
  };
}

export function refused(field: string, retryAfterMs: number | null): Outcome {
  return notBelieved({ code: "trust/field-mismatch", facts: { object: "answer", field } }, retryAfterMs);
}

export function notBelieved(failure: ErrorView, retryAfterMs: number | null): Outcome {
  const facts = Object.fromEntries(Object.entries(failure.facts ?? {}).map(([key, value]) => [key, String(value)]));
  return { events: [{ type: "answerRefused", code: failure.code, facts }], failure, retryAfterMs };
}

export function retryAfterOf(error: UpstreamFailure): number | null {
  return error.definite ? null : error.retryAfterMs;
}

/**
 * Withdrawn, and the upstream says without a signature that it knows no such request. It signs that the request is withdrawn
 * then, and only that ends it: whoever is on the way could say as much, and the request would stay open. An upstream cannot
 * sign it where an earlier program's withdrawal does not name the kind of the binding; in two steps nothing came of it.
 */
export function isWithdrawnBy({ code }: UpstreamFailure, { request, cancellation }: RequestedState): boolean {
  if (code !== "upstream/request-unknown" || cancellation === null || request.execution === "one_step") return false;
  return peekJws(cancellation).payload.bindingKind === undefined;
}

/**
 * The upstream has not seen the request: where it was being sent, the same bytes go again. So do those of an execution: an
 * upstream that lost the request has to say of it, signed, that it is not carried out.
 */
export function neverArrived(state: RequestedState): readonly DurableEvent[] {
  // What a person withdrew is not sent again.
  if (state.cancellation) return [];
  if (state.name === "unknown") {
    const type = state.phase === "apply" ? "sendStarted" : "executionSendStarted";
    return [{ type, attempt: state.attempt + 1 }];
  }
  return isWaiting(state) ? [{ type: "outcomeLost", code: "upstream/request-unknown" }] : [];
}

/** Approved, though an execution was sent: it was not carried out, so the same bytes go again at the next turn. */
export function stillApproved(state: RequestedState, retryAfterMs: number | null): Outcome {
  if (state.name === "unknown")
    return heard([{ type: "executionSendStarted", attempt: state.attempt + 1 }], retryAfterMs);
  if (state.name !== "executing") return heard([], retryAfterMs);
  const code = "upstream/answer-not-understood";
  return { events: [{ type: "outcomeLost", code }], failure: { code }, retryAfterMs };
}
