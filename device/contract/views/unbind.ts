/** What the page sees of the unbind at hand. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { bindingKind, executionStyle, factorKind, intent, offlineTier, requestState, role, way } from "../codes.ts";
import { failure } from "../errors.ts";
import { compactJws, count, instant, sha256Text, text, uuid } from "../fields.ts";
import { earlier } from "../messages/earlier.ts";
import { actor, checkResult, requestPayload, waiver } from "../messages/request.ts";
import { wipeItemReport } from "../messages/wipe.ts";
import { profileView } from "./profile.ts";
import { savedPlace } from "./savedPlace.ts";

/** 1-to-1 with the states of a request; the page has words for each. */
export const unbindStateName = z.enum([
  "bound",
  "draft",
  "precheck",
  "blocked",
  "ready",
  "confirmed",
  "awaitingSecond",
  "sending",
  "unknown",
  "submitted",
  "underReview",
  "verificationRequired",
  "riskHold",
  "approved",
  "executing",
  "rejected",
  "cancelled",
  "expired",
  "offlineChallenge",
  "unboundUpstream",
  "offlineAuthorised",
  "wiping",
  "wipeIncomplete",
  "wiped",
  "completedPendingSync",
  "completed",
]);
export type UnbindStateName = z.infer<typeof unbindStateName>;

/** How an unbind was authorised; null while, or where, it was not. */
export const unbindProof = z.nullable(z.union([z.literal("receipt"), offlineTier]));

/**
 * What became of the newest order to the payment application. "nobody": there is none on this terminal to hear it.
 * "undecided": none was given, because what it depends on is not known yet; what was ordered before holds.
 */
export const paymentOrder = z.enum(["underWay", "heard", "unheard", "nobody", "undecided"]);
export type PaymentOrder = z.infer<typeof paymentOrder>;

/** What the upstream wants proven, and how. */
export const demandView = z.strictObject({
  factor: factorKind,
  expiresAt: instant,
  how: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("code"), sentTo: z.nullable(z.string()), triesLeft: count }),
    z.strictObject({ kind: z.literal("handOver"), uri: z.string(), userCode: z.string() }),
  ]),
});
export type DemandView = Immutable<z.infer<typeof demandView>>;

export const challengeView = z.strictObject({
  /** Twenty letters in five groups of four; the last is a check symbol. */
  groups: z.array(z.string()),
  expiresAt: instant,
  /** Of the ten tries with a code that is read out; a signed answer always goes. */
  triesLeft: count,
  /** Where the challenge was put for a counter, or null. */
  place: z.nullable(z.string()),
});
export type ChallengeView = Immutable<z.infer<typeof challengeView>>;

export const unbindView = z.strictObject({
  state: unbindStateName,
  /** Set while the outcome of a message is unknown. */
  unknownPhase: z.nullable(z.enum(["apply", "execute"])),
  requestId: z.nullable(uuid),
  /** What shall be unbound; null while nothing is under way. */
  target: z.nullable(z.strictObject({ providerId: text(64), bindingKind })),
  /** Of the target's provider. */
  profile: z.nullable(profileView),
  /** What the provider wants agreed to, in the language of the page; null where it has no text for it, and once it is chosen. */
  policy: z.nullable(z.strictObject({ id: text(64), version: text(32), text: z.string(), hash: sha256Text })),
  origin: z.nullable(z.enum(["terminal", "upstream"])),
  way: z.nullable(way),
  execution: z.nullable(executionStyle),
  /** Which payments may be taken: "onlineOnly" refuses those that are stored to be sent later. */
  payments: z.enum(["all", "onlineOnly", "none"]),
  paymentOrder,
  actor: z.nullable(actor),
  reason: z.nullable(requestPayload.shape.reason),
  intent: z.nullable(intent),
  eligibility: z.nullable(z.enum(["eligible", "eligible_with_side_effects", "ineligible"])),
  /** Of the draft; once it is confirmed, of the gate that closed last, until there is news. */
  checks: z.array(checkResult),
  waivers: z.array(waiver),
  /** The role that has to approve as well, while it has not. */
  secondAwaited: z.nullable(role),
  /** Payments are stopped and the gates are judged before something leaves. */
  preparing: z.boolean(),
  /** Exactly the fields to be signed, and their hash; null once they are signed. */
  summary: z.nullable(z.strictObject({ payload: requestPayload, hash: sha256Text })),
  /** What the upstream said last, and when it said so. */
  upstreamSaid: z.nullable(z.strictObject({ state: requestState, at: instant })),
  demand: z.nullable(demandView),
  hold: z.nullable(z.strictObject({ code: z.string(), until: z.nullable(instant) })),
  challenge: z.nullable(challengeView),
  confirmedAt: z.nullable(instant),
  grantExpiresAt: z.nullable(instant),
  rejection: z.nullable(z.strictObject({ code: z.string(), text: z.nullable(z.string()), until: z.nullable(instant) })),
  /** The last thing that went wrong on the way; the state says what it means. */
  failure: z.nullable(failure),
  asking: z.boolean(),
  /** Unix milliseconds of the next question to the upstream, or null. */
  nextAskAt: z.nullable(z.number()),
  cancelAsked: z.boolean(),
  wipe: z.array(wipeItemReport),
  /** Wiped here, and the upstream does not take the attestation or the report of it: an error code; null where it does. */
  statementRefused: z.nullable(z.string()),
  /** What the receipt says, and its compact JWS. */
  receipt: z.nullable(z.strictObject({ payload: earlier.receipt, jws: compactJws })),
  proof: unbindProof,
  /**
   * The receipt as the texts of QR codes, to be shown one after the other; none where it is too long. `verifier`: the address
   * at which the provider lets anybody check it.
   */
  voucher: z.nullable(z.strictObject({ codes: z.array(z.string()), verifier: z.nullable(z.string()) })),
  evidencePlace: z.nullable(savedPlace),
});
export type UnbindView = Immutable<z.infer<typeof unbindView>>;
