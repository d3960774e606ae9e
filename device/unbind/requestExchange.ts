/**
 * What is said to the upstream about one request, and what its answers mean as events.
 * Takes nothing unsigned that would move money, wipe data or end a request; never decides when to speak.
 */

import { instantOf } from "../base/instant.ts";
import { assertNever, type Result } from "../base/result.ts";
import type { Target } from "../bindings/binding.ts";
import { requestState } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { Earlier } from "../contract/messages/earlier.ts";
import { paths, type RequestAnswer } from "../contract/upstream.ts";
import type { Clock } from "../ports/clock.ts";
import type { SignerFailure } from "../ports/signer.ts";
import type { MessageSigner } from "../trust/messageSigner.ts";
import type { ConfirmedRequest, Execution } from "../trust/signedObjects.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { Answered, UpstreamClient } from "../upstream/client.ts";
import { failureView, type UpstreamFailure } from "../upstream/problems.ts";
import type { Demand, DurableEvent } from "./events.ts";
import { hasMoved, isKnownWord } from "./news.ts";
import {
  heard,
  isWithdrawnBy,
  lost,
  neverArrived,
  notBelieved,
  type Outcome,
  refused,
  retryAfterOf,
  stillApproved,
} from "./outcome.ts";
import type { Attested, Named, RequestedState } from "./states.ts";

export type RequestExchange = {
  sendRequest(state: Named<"sending">): Promise<Outcome>;
  sendExecution(state: Named<"executing">): Promise<Outcome>;
  sendCancellation(state: RequestedState): Promise<Outcome>;
  /** `message`: the one that a typed code was put into, signed. */
  sendVerification(state: Named<"verificationRequired">, message: string): Promise<Outcome>;
  sendAttestation(state: Named<"wiped">): Promise<Outcome>;
  sendReport(state: Named<"completedPendingSync">): Promise<Outcome>;
  ask(state: RequestedState): Promise<Outcome>;
};

type StatusFailure = UpstreamFailure | SignerFailure;

type RequestExchangeParts = {
  readonly clock: Clock;
  readonly client: UpstreamClient;
  readonly messageSigner: MessageSigner;
  readonly verifier: UpstreamVerifier;
  /** By the signed profile of this provider; none where nothing is signed. */
  readonly handOverOriginsOf: (target: Target) => readonly string[];
};

export function createRequestExchange({
  clock,
  client,
  messageSigner,
  verifier,
  handOverOriginsOf,
}: RequestExchangeParts): RequestExchange {
  /** The permission that stays the one at hand while another comes in turn with it; none once it was used in vain. */
  let heldTo: string | null = null;

  async function understand(told: Answered<RequestAnswer>, state: RequestedState): Promise<Outcome> {
    const { value: answer, retryAfterMs } = told;
    const { request } = state;
    if (answer.requestId !== request.requestId) return refused("requestId", retryAfterMs);
    switch (answer.state) {
      case "approved": {
        const known = "grant" in state ? state.grant : null;
        const newer = !known || (state.name === "approved" && (answer.grant ?? known.jws) !== known.jws);
        if (!newer) return stillApproved(state, retryAfterMs);
        const grant = await verifier.grant(answer.grant ?? "", request);
        if (!grant.ok) return notBelieved(errorView(grant.error), retryAfterMs);
        const { grantId } = grant.value;
        const isOther = grantId !== known?.grantId && heldTo !== known?.grantId;
        if (known && !isOther && !hasMoved(known, state.said?.at ?? known.expiresAt, grant.value))
          return stillApproved(state, retryAfterMs);
        heldTo = grantId;
        return heard([{ type: "grantVerified", grant: grant.value, at: answer.updatedAt }], retryAfterMs);
      }
      case "unbound": {
        const receipt = await verifier.receipt(answer.receipt ?? "", request, executionOf(state));
        if (!receipt.ok) return notBelieved(errorView(receipt.error), retryAfterMs);
        return heard([{ type: "receiptVerified", receipt: receipt.value, at: answer.updatedAt }], retryAfterMs);
      }
      case "rejected":
      case "cancelled":
      case "expired":
        return decided(answer.decision ?? "", state, null, retryAfterMs);
      case "submitted":
      case "under_review":
      case "verification_required":
      case "risk_hold": {
        const { state: said, updatedAt: at, hold } = answer;
        const demanded =
          said === "verification_required"
            ? await verifier.demand(answer.demand ?? "", request, handOverOriginsOf(request))
            : null;
        if (demanded && !demanded.ok) return notBelieved(errorView(demanded.error), retryAfterMs);
        const live = { ...(demanded && { demand: demanded.value }), ...(hold && { hold }) };
        const demand = demanded && outlineOf(demanded.value);
        if (isKnownWord(state, { said, hold, demand })) return { ...heard([], retryAfterMs), ...live };
        const facts = { ...(hold && { hold }), ...(demand && { demand }) };
        return { ...heard([{ type: "upstreamSaid", state: said, at, ...facts }], retryAfterMs), ...live };
      }
      default:
        return assertNever(answer.state);
    }
  }

  /** `failure`: what the message was refused with that this answers. */
  async function decided(
    jws: string,
    state: RequestedState,
    failure: ErrorView | null,
    retryAfterMs: number | null,
  ): Promise<Outcome> {
    const verified = await verifier.decision(jws, state.request, executionOf(state));
    if (!verified.ok) return notBelieved(errorView(verified.error), retryAfterMs);
    const events: readonly DurableEvent[] = [{ type: "decisionVerified", ...verified.value }];
    // How the request ended is its outcome, and no failure of the message that happened to hear of it.
    const ended = isRequestState.has(verified.value.decision.outcome);
    return { events, failure: ended ? null : failure, retryAfterMs };
  }

  /** What is refused without the upstream's signature may have been done: that is asked about. */
  async function afterSend(
    told: Result<Answered<RequestAnswer>, UpstreamFailure>,
    state: RequestedState,
  ): Promise<Outcome> {
    if (told.ok) return understand(told.value, state);
    const { error } = told;
    const signed = error.definite ? error.decision : null;
    return signed === null ? lost(error) : decided(signed, state, failureView(error), null);
  }

  async function readStatus({
    requestId,
    sn,
  }: ConfirmedRequest): Promise<Result<Answered<RequestAnswer>, StatusFailure>> {
    const authorisation = await messageSigner.signQuery(sn, paths.request(requestId));
    return authorisation.ok ? client.ask(requestId, authorisation.value) : authorisation;
  }

  /** An attestation or a report that did not get through, or is not taken. */
  function untold(error: UpstreamFailure, state: Attested): Outcome {
    const failure = failureView(error);
    return error.definite ? notTaken(failure, state, null) : { events: [], failure, retryAfterMs: retryAfterOf(error) };
  }

  function notTaken(failure: ErrorView, { refused }: Attested, retryAfterMs: number | null): Outcome {
    const { code } = failure;
    // The same word again is not written down again.
    const events: readonly DurableEvent[] =
      refused === code ? [] : [{ type: "statementRefused", code, at: instantOf(clock.now()) }];
    return { events, failure, retryAfterMs };
  }

  function withdrawnUnknown(): readonly DurableEvent[] {
    return [{ type: "withdrawnUnknown", at: instantOf(clock.now()) }];
  }

  return {
    async sendRequest(state) {
      const { requestId, jws } = state.request;
      return afterSend(await client.submit(requestId, state.approval ?? jws), state);
    },

    async sendVerification(state, message) {
      const told = await client.verify(state.request.requestId, message);
      if (told.ok) return understand(told.value, state);
      const failure = failureView(told.error);
      if (!told.error.definite) return { events: [], failure, retryAfterMs: retryAfterOf(told.error), unheard: true };
      // Refused: whether anything can still be proven, and with how many tries, is how the request stands after that.
      const status = await readStatus(state.request);
      return status.ok
        ? { ...(await understand(status.value, state)), failure }
        : { events: [], failure, retryAfterMs: null };
    },

    async sendExecution(state) {
      if (!state.execution) throw new Error("an execution is sent only after it was prepared");
      heldTo = null;
      const { executionId, jws } = state.execution;
      const { requestId } = state.request;
      return afterSend(await client.execute(requestId, executionId, jws), state);
    },

    async sendCancellation(state) {
      if (!state.cancellation) throw new Error("no withdrawal was signed");
      const told = await client.cancel(state.request.requestId, state.cancellation);
      if (told.ok) return understand(told.value, state);
      const { error } = told;
      if (error.definite && error.decision !== null) return decided(error.decision, state, failureView(error), null);
      if (isWithdrawnBy(error, state)) return heard(withdrawnUnknown(), null);
      return { events: [], failure: failureView(error), retryAfterMs: retryAfterOf(error) };
    },

    async sendAttestation(state) {
      const told = await client.attest(state.request.requestId, state.attestation);
      if (!told.ok) return untold(told.error, state);
      const { value: jws, retryAfterMs } = told.value;
      const acknowledged = await verifier.acknowledgement(jws, state.request, state.attestation);
      if (!acknowledged.ok) return { events: [], failure: errorView(acknowledged.error), retryAfterMs };
      // The post-check: finished only when the upstream's own record says so.
      if (acknowledged.value.bindingState !== "unbound") return notTaken(notUnbound, state, retryAfterMs);
      return heard([{ type: "attestationAcknowledged", jws }], retryAfterMs);
    },

    async sendReport(state) {
      const { request, attestation } = state;
      const told = await client.reportOffline(request.requestId, state.report);
      if (!told.ok) return untold(told.error, state);
      const { value, retryAfterMs } = told.value;
      const receipt = await verifier.receipt(value.receipt, request, null);
      if (!receipt.ok) return { events: [], failure: errorView(receipt.error), retryAfterMs };
      const acknowledged = await verifier.acknowledgement(value.acknowledgement, request, attestation);
      if (!acknowledged.ok) return { events: [], failure: errorView(acknowledged.error), retryAfterMs };
      if (acknowledged.value.bindingState !== "unbound") return notTaken(notUnbound, state, retryAfterMs);
      const { acknowledgement } = value;
      const at = acknowledged.value.at;
      return heard([{ type: "reportAcknowledged", receipt: receipt.value, acknowledgement, at }], retryAfterMs);
    },

    async ask(state) {
      const told = await readStatus(state.request);
      if (told.ok) return understand(told.value, state);
      const { error } = told;
      if (!("definite" in error)) return { events: [], failure: errorView(error), retryAfterMs: null };
      if (error.definite && error.decision !== null) return decided(error.decision, state, failureView(error), null);
      if (isWithdrawnBy(error, state)) return heard(withdrawnUnknown(), null);
      const events = error.code === "upstream/request-unknown" ? neverArrived(state) : [];
      return { events, failure: failureView(error), retryAfterMs: retryAfterOf(error) };
    },
  };
}

const notUnbound = errorView({ code: "unbind/not-unbound-upstream" });

const isRequestState: ReadonlySet<string> = new Set(requestState.options);

/** What may have been carried out of this request. */
function executionOf(state: RequestedState): Execution | null {
  return "execution" in state ? state.execution : null;
}

function outlineOf({ ref, factor, how }: Earlier["verificationDemand"]): Demand {
  return { ref, factor, kind: how.kind };
}
