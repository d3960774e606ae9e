/** The upstream's signed word that it will not do what a terminal asked. What was decided so is remembered, and stays. */

import type { BindingKind, DecisionOutcome } from "../../device/contract/codes.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { DecisionPayload } from "../../device/contract/messages/outcome.ts";
import type { Refusal } from "./answers.ts";
import type { RequestRecord, TurnedAwayRecord } from "./records.ts";
import { addressedTo, referenceTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

/** What a decision is about. */
export type Decided = Pick<RequestRecord, "requestId" | "requestHash" | "sn" | "epoch" | "bindingKind">;

/** `execution`: the terminal's order that is not carried out, where that is what was decided. */
export function signDecision(
  context: UpstreamContext,
  { requestId, requestHash, sn, epoch, bindingKind }: Decided,
  decided: {
    readonly outcome: DecisionOutcome;
    readonly code: string;
    readonly text?: string | undefined;
    readonly until?: string | undefined;
    readonly atMs: number;
    readonly execution?: string;
  },
): Promise<string> {
  const { outcome, code, text, until, atMs, execution } = decided;
  const payload: DecisionPayload = {
    ...addressedTo(context, sn),
    requestId,
    requestHash,
    outcome,
    ...(execution === undefined ? {} : { executionHash: referenceTo(execution) }),
    sn,
    epoch,
    bindingKind,
    code,
    ...(text === undefined ? {} : { text }),
    ...(until === undefined ? {} : { until }),
    at: new Date(atMs).toISOString(),
  };
  return context.key.sign(jwsType.decision, payload);
}

/** A request that ended without an unbind, with its decision. */
export async function withDecision(context: UpstreamContext, record: RequestRecord): Promise<RequestRecord> {
  const { state: outcome, updatedAtMs: atMs, decision } = record;
  if (decision !== undefined || (outcome !== "rejected" && outcome !== "cancelled" && outcome !== "expired"))
    return record;
  const { code = outcome, text } = record.rejection ?? {};
  return { ...record, decision: await signDecision(context, record, { outcome, code, text, atMs }) };
}

/** Turns a request away that is not taken, for ever: a copy of it that comes later must not be taken either. */
export async function turnAway(
  context: UpstreamContext,
  request: Decided,
  outcome: "refused" | "cancelled",
  refusal: Refusal,
): Promise<Refusal> {
  const { requestId, requestHash, sn } = request;
  const { code, until } = refusal;
  const atMs = context.clock.now();
  const decision = await signDecision(context, request, { outcome, code, until, atMs });
  const turnedAway: TurnedAwayRecord = { requestId, requestHash, sn, refusal: { ...refusal, decision } };
  context.store.put("turnedAway", requestId, turnedAway);
  return turnedAway.refusal;
}

/**
 * What a terminal withdraws or executes is lost here, or has not come yet: either way nothing comes of it, and a copy that
 * is still on its way is turned away.
 */
export async function turnAwayUnknown(
  context: UpstreamContext,
  { bindingKind, ...named }: Omit<Decided, "bindingKind"> & { readonly bindingKind?: BindingKind | undefined },
  outcome: "refused" | "cancelled",
  unknown: Refusal,
): Promise<Refusal> {
  // One of another terminal is none of this one's; an earlier program does not say of which kind its binding is.
  if (unknown.decision !== undefined || context.store.get("requests", named.requestId) || !bindingKind) return unknown;
  return turnAway(context, { ...named, bindingKind }, outcome, unknown);
}
