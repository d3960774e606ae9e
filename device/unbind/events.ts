/**
 * What can happen to an unbind. The durable events are the journal's records of kind "unbind": they are written
 * before their effects run, and read back as foreign input.
 */

import * as z from "zod/mini";
import type { Target } from "../bindings/binding.ts";
import { bindingKind, factorKind, offlineTier } from "../contract/codes.ts";
import { compactJws, count, epoch, instant, text, uuid } from "../contract/fields.ts";
import { type Actor, type CheckResult, checkResult, type Waiver } from "../contract/messages/request.ts";
import { wipeItemReport } from "../contract/messages/wipe.ts";
import {
  type Choice,
  challenge,
  confirmedRequest,
  decision,
  execution,
  grant,
  receipt,
  type Summary,
} from "../trust/signedObjects.ts";

export const rejection = z.strictObject({ code: text(64), text: z.optional(text(200)), until: z.optional(instant) });
export type Rejection = z.infer<typeof rejection>;

export const hold = z.strictObject({ code: text(64), until: z.optional(instant) });
export type Hold = z.infer<typeof hold>;

/** What was demanded, without anything that could be used in the answer. */
export const demand = z.strictObject({ ref: uuid, factor: factorKind, kind: z.enum(["code", "handOver"]) });
export type Demand = z.infer<typeof demand>;

const attempt = z.strictObject({ type: z.literal("sendStarted"), attempt: count });

export const durableEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("requestConfirmed"), request: confirmedRequest }),
  /** The upstream's own order to unbind: request and grant in one. */
  z.strictObject({ type: z.literal("orderVerified"), request: confirmedRequest, grant, at: instant }),
  z.strictObject({ type: z.literal("secondAwaited") }),
  /** `approval` is around the request, and is sent in its place. */
  z.strictObject({ type: z.literal("secondApproved"), approval: compactJws }),
  /** Payments stop, the last batch is settled and every gate judged, before something leaves that cannot be taken back. */
  z.strictObject({ type: z.literal("preparationStarted"), towards: z.enum(["send", "challenge"]) }),
  z.strictObject({ type: z.literal("gatesFailed"), checks: z.array(checkResult) }),
  /** `tries`: codes that were compared for earlier challenges of this binding; a new challenge gives none back. */
  z.strictObject({ type: z.literal("challengeIssued"), challenge, tries: count }),
  /** A code that was read out is about to be compared; which one is never written down. */
  z.strictObject({ type: z.literal("answerTried") }),
  z.strictObject({
    type: z.literal("offlineAuthorised"),
    tier: offlineTier,
    answer: z.optional(compactJws),
    at: instant,
  }),
  attempt,
  /** The upstream's signed word that it ends the request, or will not do what was asked. `at` is the upstream's clock. */
  z.strictObject({ type: z.literal("decisionVerified"), decision, at: instant }),
  /** Only in journals of earlier programs, which took an unsigned refusal at its word. */
  z.strictObject({ type: z.literal("requestRefused"), rejection, at: instant }),
  /** A message may or may not have arrived. */
  z.strictObject({ type: z.literal("outcomeLost"), code: text(64) }),
  z.strictObject({
    type: z.literal("upstreamSaid"),
    state: z.enum([
      "submitted",
      "under_review",
      "verification_required",
      "risk_hold",
      // These only in journals of earlier programs; they are decisions now.
      "rejected",
      "cancelled",
      "expired",
    ]),
    at: instant,
    rejection: z.optional(rejection),
    demand: z.optional(demand),
    hold: z.optional(hold),
  }),
  /** A code is about to be sent; which one is never written down. */
  z.strictObject({ type: z.literal("verificationStarted"), ref: uuid }),
  /** Something signed by the upstream did not hold; an alarm, never a step forward. */
  z.strictObject({ type: z.literal("answerRefused"), code: text(64), facts: z.record(z.string(), z.string()) }),
  z.strictObject({ type: z.literal("grantVerified"), grant, at: instant }),
  z.strictObject({ type: z.literal("executionOrdered") }),
  z.strictObject({ type: z.literal("executionPrepared"), execution }),
  z.strictObject({ type: z.literal("executionSendStarted"), attempt: count }),
  /** Only in journals of earlier programs: refused, and still approved when asked afterwards. */
  z.strictObject({ type: z.literal("executionRefused"), code: text(64) }),
  z.strictObject({ type: z.literal("receiptVerified"), receipt, at: instant }),
  z.strictObject({ type: z.literal("wipeStarted") }),
  z.strictObject({ type: z.literal("wipeItemFinished"), report: wipeItemReport }),
  z.strictObject({ type: z.literal("wipeStopped") }),
  z.strictObject({ type: z.literal("wipeAttested"), jws: compactJws }),
  z.strictObject({ type: z.literal("attestationAcknowledged"), jws: compactJws }),
  /** What the upstream shall be told of an offline unbind once it can be reached. */
  z.strictObject({ type: z.literal("reportSigned"), jws: compactJws }),
  z.strictObject({ type: z.literal("reportAcknowledged"), receipt, acknowledgement: compactJws, at: instant }),
  /** Attestation or report: somebody says in the upstream's name that it does not take it. It goes on being told. */
  z.strictObject({ type: z.literal("statementRefused"), code: text(64), at: instant }),
  z.strictObject({ type: z.literal("cancelledBeforeSending") }),
  /** Nothing ever left, and its time is over. */
  z.strictObject({ type: z.literal("expiredUnsent") }),
  z.strictObject({ type: z.literal("cancellationSigned"), jws: compactJws }),
  /** Only in journals of earlier programs: the upstream did not take the withdrawal. */
  z.strictObject({ type: z.literal("cancellationRefused"), code: text(64) }),
  /** In two steps, and the upstream knows no such request: nothing is left of what was withdrawn. `at` is the terminal's own clock. */
  z.strictObject({ type: z.literal("withdrawnUnknown"), at: instant }),
  /** The operator has seen a final outcome that leaves the terminal in use. */
  z.strictObject({ type: z.literal("outcomeSeen") }),
  /** The terminal was bound anew: with the next epoch, or to somebody else. */
  z.strictObject({ type: z.literal("boundAgain"), providerId: text(64), bindingKind, epoch }),
  /** The process came back; whatever was under way is of unknown outcome. */
  z.strictObject({ type: z.literal("restarted") }),
]);
export type DurableEvent = z.infer<typeof durableEvent>;

/** Events of a draft; a draft is in memory only. */
export type DraftEvent =
  | { readonly type: "menuEntered"; readonly target: Target; readonly actor: Actor }
  | { readonly type: "left" }
  | { readonly type: "reasonChosen"; readonly choice: Choice }
  | { readonly type: "checksRequested" }
  /** The terminal went, was exchanged, or came back: what was checked of it holds no longer. */
  | { readonly type: "terminalChanged" }
  | { readonly type: "checksFinished"; readonly checks: readonly CheckResult[] }
  | { readonly type: "checkWaived"; readonly waiver: Waiver }
  | { readonly type: "summaryPrepared"; readonly summary: Summary };

/**
 * A review that is held and goes on in turn, as nodes of an upstream that do not agree say it, is written down once and shown as
 * it was said last: nothing that is done later follows from which of the two it was.
 */
export type SaidInTurn = {
  readonly type: "saidInTurn";
  readonly state: "under_review" | "risk_hold";
  readonly at: string;
  readonly hold?: Hold | undefined;
};

export type UnbindEvent = DurableEvent | DraftEvent | SaidInTurn;

const passingTypes: ReadonlySet<string> = new Set<Exclude<UnbindEvent, DurableEvent>["type"]>([
  "saidInTurn",
  "menuEntered",
  "left",
  "reasonChosen",
  "checksRequested",
  "terminalChanged",
  "checksFinished",
  "checkWaived",
  "summaryPrepared",
]);

export function isDurable(event: UnbindEvent): event is DurableEvent {
  return !passingTypes.has(event.type);
}
