/** What the upstream's operator can order, and what comes back. Both the HTTP routes and the command line go by this table. */

import * as z from "zod/mini";
import type { RequestState } from "../../device/contract/codes.ts";
import { type BindingKind, bindingKind, factorKind, pinRole, reasonCode } from "../../device/contract/codes.ts";
import type { SaidKeyStorage } from "../../device/contract/fields.ts";
import { compactJws, count, imei, instant, keyId, serialNumber, text, uuid } from "../../device/contract/fields.ts";
import { type Authorisation, authorisation, type UnbindTerms } from "../../device/contract/messages/binding.ts";
import type { UpstreamKeysPayload } from "../../device/contract/messages/upstreamKeys.ts";
import type { ChallengePurpose } from "../../device/offline/challenge.ts";
import { providerProfile, signedProfilePayload } from "../../device/profiles/schema.ts";
import { fault } from "./faults.ts";
import type { ReceivedMessage } from "./receivedLog.ts";

/** A binding named by its terminal; kind and provider are left out where they leave no doubt. */
const oneBinding = {
  sn: serialNumber,
  bindingKind: z.optional(bindingKind),
  providerId: z.optional(text(64)),
} as const;

/** Milliseconds from now; 1 s to 30 days. */
const lifetimeMs = z.optional(z.number().check(z.int(), z.gte(1_000), z.lte(30 * 86_400_000)));

/** What the operator sets of the terms; authorisation and open request are the upstream's own knowledge. Null takes away. */
const settableTerms = {
  window: z.optional(z.nullable(z.strictObject({ opensAt: instant, closesAt: instant }))),
  unbindsLeft: z.optional(z.nullable(count)),
  /** When a used-up limit counts anew. */
  limitUntil: z.optional(z.nullable(instant)),
  replacement: z.optional(
    z.nullable(
      z.strictObject({ state: z.enum(["pending", "validated", "none"]), accountMasked: z.optional(text(40)) }),
    ),
  ),
} as const;

/** What is left out is that of the example merchant. */
export const newBinding = z.strictObject({
  providerId: z.optional(text(64)),
  bindingKind: z.optional(bindingKind),
  merchantName: z.optional(text(60)),
  /** The card or account, masked by the upstream before it is shown; for the kinds that bind one. */
  subject: z.optional(text(40)),
  contact: z.optional(text(40)),
  policyVersion: z.optional(text(32)),
  ...settableTerms,
});
export type NewBinding = z.infer<typeof newBinding>;

/** Digits that somebody would be sent by SMS; drawn where they are not told. */
const verificationCode = z.optional(z.string().check(z.regex(/^\d{4,12}$/)));
const httpsOrigin = z.string().check(z.regex(/^https:\/\/[a-z0-9.-]{1,200}(:\d{1,5})?$/));
/** A factor and how it is proven: a code that is typed on the terminal, or a telephone that takes over. */
export const demandedProof = z.strictObject({
  factor: factorKind,
  how: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("code"),
      code: verificationCode,
      sentTo: z.optional(text(40)),
      tries: z.optional(z.number().check(z.int(), z.gte(1), z.lte(10))),
    }),
    /** `origin`: whose page it is, e.g. "https://verify.example.test". */
    z.strictObject({ kind: z.literal("handOver"), origin: z.optional(httpsOrigin) }),
  ]),
  /** Whether the review is still to come or is over once this is proven. "beforeReview" unless told otherwise. */
  phase: z.optional(z.enum(["beforeReview", "afterReview"])),
  validMs: lifetimeMs,
});
export type DemandedProof = z.infer<typeof demandedProof>;

const oneRequest = { requestId: uuid } as const;
/** As a person typed it; whether it is a challenge is found out by who reads it. */
const challengeText = text(80);

/** What each order takes; the operator's HTTP routes parse with these. */
export const operatorOrders = {
  registerTerminal: z.strictObject({
    sn: serialNumber,
    imei,
    /** Of the one binding that a terminal has when none is told. */
    merchantName: z.optional(text(60)),
    bindings: z.optional(z.array(newBinding).check(z.minLength(1), z.maxLength(8))),
  }),
  addBinding: z.strictObject({ sn: serialNumber, binding: newBinding }),
  issueCode: z.strictObject({ sn: serialNumber, validMs: lifetimeMs }),
  bindAgain: z.strictObject(oneBinding),
  unbindAtDesk: z.strictObject(oneBinding),
  setTerms: z.strictObject({ ...oneBinding, ...settableTerms, policyVersion: z.optional(text(32)) }),
  authorise: z.strictObject({ ...oneBinding, covers: authorisation.shape.covers, validMs: lifetimeMs }),
  orderUnbind: z.strictObject({
    ...oneBinding,
    reason: z.optional(reasonCode),
    text: z.optional(text(200)),
    validMs: lifetimeMs,
  }),
  approve: z.strictObject(oneRequest),
  reject: z.strictObject({ ...oneRequest, code: text(64), text: z.optional(text(200)) }),
  withdrawGrant: z.strictObject({ ...oneRequest, code: z.optional(text(64)), text: z.optional(text(200)) }),
  cancel: z.strictObject(oneRequest),
  expire: z.strictObject(oneRequest),
  hold: z.strictObject({
    ...oneRequest,
    state: z.enum(["verification_required", "risk_hold"]),
    code: z.optional(text(64)),
    until: z.optional(instant),
  }),
  lift: z.strictObject(oneRequest),
  demand: z.strictObject({ ...oneRequest, ...demandedProof.shape }),
  handOverDone: z.strictObject({ ...oneRequest, proven: z.optional(z.boolean()) }),
  answer: z.strictObject({
    challenge: challengeText,
    /** Only where several terminals fit. */
    sn: z.optional(serialNumber),
    /** The request itself, where it was carried beside the challenge: the signed answer then names it. */
    request: z.optional(compactJws),
    validMs: lifetimeMs,
  }),
  unlockPin: z.strictObject({
    challenge: challengeText,
    role: pinRole,
    sn: z.optional(serialNumber),
    validMs: lifetimeMs,
  }),
  publishProfile: z.strictObject({
    profile: providerProfile,
    contacts: z.optional(signedProfilePayload.shape.contacts),
    handOverOrigins: signedProfilePayload.shape.handOverOrigins,
    verifier: signedProfilePayload.shape.verifier,
    policy: signedProfilePayload.shape.policy,
    brand: signedProfilePayload.shape.brand,
  }),
  rotateKey: z.strictObject({
    /** How long the keys before it count; a month unless told otherwise. */
    overlapMs: lifetimeMs,
  }),
  endKey: z.strictObject({ kid: keyId }),
  setReview: z.strictObject({ reviewMs: z.union([z.literal("manual"), z.number().check(z.int(), z.gte(0))]) }),
  setVerification: z.strictObject({ demand: z.nullable(demandedProof) }),
  setFault: z.strictObject({ fault: z.nullable(fault) }),
  list: z.strictObject({}),
  log: z.strictObject({}),
} as const;
export type OperatorOrderName = keyof typeof operatorOrders;
export type Order<Name extends OperatorOrderName> = z.infer<(typeof operatorOrders)[Name]>;

export type BindingSummary = {
  readonly providerId: string;
  readonly bindingKind: BindingKind;
  readonly state: "bound" | "unbound";
  readonly epoch: number;
  readonly merchantName: string;
  readonly terms: UnbindTerms;
};
export type TerminalSummary = {
  readonly sn: string;
  readonly deviceKid: string | null;
  /** As the terminal said at its enrolment. */
  readonly keyStorage: SaidKeyStorage | null;
  /** Of the first binding. */
  readonly bindingState: "bound" | "unbound";
  readonly epoch: number;
  readonly bindings: readonly BindingSummary[];
};
export type RequestSummary = {
  readonly requestId: string;
  readonly sn: string;
  readonly providerId: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  readonly state: RequestState;
  /** Who began it, and which way it came. */
  readonly origin: "terminal" | "upstream";
  readonly way: "online" | "offline";
  readonly updatedAt: string;
  readonly attested: boolean;
};

/** What has to be passed on to the person who proves; the upstream keeps no code. */
export type DemandSummary = RequestSummary & {
  readonly ref: string;
  /** Of a code. */
  readonly code?: string;
  /** Of a hand-over. */
  readonly uri?: string;
  readonly userCode?: string;
};

/** `jws` is tier A, `code` tier B: either will do. */
export type OfflineAnswer = {
  /** What the answer is going to allow, by the challenge itself. */
  readonly allows: ChallengePurpose;
  readonly sn: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  readonly merchantName: string;
  readonly merchantIdMasked: string;
  readonly jws: string;
  readonly code: string;
  readonly expiresAt: string;
};

export type AnswerSummary = {
  readonly challengeHash: string;
  readonly purpose: ChallengePurpose;
  readonly sn: string;
  readonly answeredAt: string;
  /** Whether the terminal has reported since that it unbound itself on this answer. */
  readonly reported: boolean;
};

/** What was published of the upstream's keys. */
export type KeySetSummary = {
  readonly serial: number;
  readonly keys: readonly (UpstreamKeysPayload["keys"][number] & { readonly kid: string })[];
};

/** An order that does not fit what is stored rejects with an Error whose message says why. */
export type Operator = {
  /** Without bindings it has one of kind terminal_to_merchant with generic-pos. */
  registerTerminal(order: Order<"registerTerminal">): Promise<TerminalSummary>;
  addBinding(order: Order<"addBinding">): Promise<TerminalSummary>;
  /** A fresh one-time code for this terminal, good for a day unless told otherwise; the upstream keeps only its hash. */
  issueCode(order: Order<"issueCode">): Promise<{ code: string }>;
  /** A new bind of what is unbound: the epoch grows by one. */
  bindAgain(order: Order<"bindAgain">): Promise<TerminalSummary>;
  /** Ends the binding without the terminal. */
  unbindAtDesk(order: Order<"unbindAtDesk">): Promise<TerminalSummary>;
  setTerms(order: Order<"setTerms">): Promise<BindingSummary>;
  /** Permits ahead of a request: to unbind at all, or to leave money data behind. A day unless told otherwise. */
  authorise(order: Order<"authorise">): Promise<Authorisation>;
  /** The upstream's own unbind: the terminal finds the order with its bindings. A week unless told otherwise. */
  orderUnbind(order: Order<"orderUnbind">): Promise<RequestSummary>;
  /** In one step it is unbound with it. */
  approve(order: Order<"approve">): Promise<RequestSummary>;
  /** Also takes back an approval that was not executed yet. */
  reject(order: Order<"reject">): Promise<RequestSummary>;
  /** Takes back an approval, and nothing else. */
  withdrawGrant(order: Order<"withdrawGrant">): Promise<RequestSummary>;
  cancel(order: Order<"cancel">): Promise<RequestSummary>;
  expire(order: Order<"expire">): Promise<RequestSummary>;
  /** Stops the review until the operator goes on; a risk hold also ends by itself at `until`. */
  hold(order: Order<"hold">): Promise<RequestSummary>;
  /** Ends a risk hold: the review begins anew. */
  lift(order: Order<"lift">): Promise<RequestSummary>;
  /** Wants something proven. Again, it replaces the demand before. */
  demand(order: Order<"demand">): Promise<DemandSummary>;
  /** What the telephone would say at the end of a hand-over; `proven: false` rejects the request. */
  handOverDone(order: Order<"handOverDone">): Promise<RequestSummary>;
  /** Answers an offline challenge. It says whose it is and asks nothing else; the answer is valid for an hour. */
  answer(order: Order<"answer">): Promise<OfflineAnswer>;
  /** Answers a challenge of a new PIN; `role` has to be the one that the challenge is for. */
  unlockPin(order: Order<"unlockPin">): Promise<OfflineAnswer>;
  /** Signed from now on for every terminal of its provider. */
  publishProfile(
    order: Order<"publishProfile">,
  ): Promise<{ providerId: string; profileVersion: string; serial: number }>;
  /** Signs with a new key from now on, and publishes that. */
  rotateKey(order: Order<"rotateKey">): Promise<KeySetSummary>;
  /** Of a key that was exchanged already: nothing counts any more that it signs. */
  endKey(order: Order<"endKey">): Promise<KeySetSummary>;
  /** For requests that come from now on. */
  setReview(order: Order<"setReview">): Promise<void>;
  /** Demanded of every request that comes from now on, until it is taken away. */
  setVerification(order: Order<"setVerification">): Promise<void>;
  setFault(order: Order<"setFault">): Promise<void>;
  list(order?: Order<"list">): Promise<{
    terminals: TerminalSummary[];
    requests: RequestSummary[];
    answers: AnswerSummary[];
  }>;
  /** Every message of terminals since the start of this process, in order of arrival. */
  log(order?: Order<"log">): Promise<readonly ReceivedMessage[]>;
};
