/** Provider to terminal: what it wants proven, what it allows or orders, and what came of it. */

import * as z from "zod/mini";
import { bindingKind, decisionOutcome, factorKind, followUpCode, reasonCode } from "../codes.ts";
import { count, epoch, foreignInstant, keyStorage, serialNumber, sha256Text, text, uuid } from "../fields.ts";
import { fromUpstream, schemaVersion } from "./jwsTypes.ts";

/** The upstream's own order to unbind; request and grant in one, until `expiresAt`. */
export const orderPayload = z.strictObject({
  ...fromUpstream,
  schemaVersion,
  /** Names the unbind from here on, as a request's id does. */
  requestId: uuid,
  providerId: text(64),
  bindingKind,
  sn: serialNumber,
  imeiHash: sha256Text,
  epoch,
  reason: z.strictObject({ code: reasonCode, text: z.optional(text(200)) }),
  issuedAt: foreignInstant,
  expiresAt: foreignInstant,
});
export type OrderPayload = z.infer<typeof orderPayload>;

/** What the upstream wants proven. "code": typed on the terminal. "handOver": done on a telephone (RFC 8628), and asked about. */
export const verificationDemandPayload = z.strictObject({
  ...fromUpstream,
  requestId: uuid,
  requestHash: sha256Text,
  ref: uuid,
  factor: factorKind,
  how: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("code"), sentTo: z.optional(text(40)), triesLeft: count }),
    z.strictObject({
      kind: z.literal("handOver"),
      /** RFC 8628 section 3.2 verification_uri_complete; https. */
      uri: text(400),
      /** RFC 8628 section 6.1, for a telephone that cannot scan. */
      userCode: text(16),
    }),
  ]),
  expiresAt: foreignInstant,
});
export type VerificationDemandPayload = z.infer<typeof verificationDemandPayload>;

/** The upstream's permission to execute one request, until `expiresAt`. */
export const grantPayload = z.strictObject({
  ...fromUpstream,
  grantId: uuid,
  requestId: uuid,
  requestHash: sha256Text,
  sn: serialNumber,
  epoch,
  bindingKind,
  grantedAt: foreignInstant,
  expiresAt: foreignInstant,
});
export type GrantPayload = z.infer<typeof grantPayload>;

/**
 * The upstream's word that a request ends without an unbind, or that it will not do what was asked about one that goes on.
 * Nothing unsigned says either: who stands on the way could free payments, or end what somebody applied for.
 */
export const decisionPayload = z.strictObject({
  ...fromUpstream,
  requestId: uuid,
  requestHash: sha256Text,
  outcome: decisionOutcome,
  /** With execution_refused, and only there. */
  executionHash: z.optional(sha256Text),
  sn: serialNumber,
  epoch,
  bindingKind,
  code: text(64),
  text: z.optional(text(200)),
  /** Of a limit or a window: when it may be tried again. */
  until: z.optional(foreignInstant),
  at: foreignInstant,
});
export type DecisionPayload = z.infer<typeof decisionPayload>;

/** The upstream's statement that the unbind took effect. */
export const receiptPayload = z.strictObject({
  ...fromUpstream,
  receiptId: uuid,
  requestId: uuid,
  requestHash: sha256Text,
  /** The execution that it answers. Left out in one step, after an offline unbind, and of what had ended before. */
  executionHash: z.optional(sha256Text),
  outcome: z.enum(["unbound_now", "already_unbound"]),
  unboundAt: foreignInstant,
  sn: serialNumber,
  /** SHA-256 of the 15 ASCII digits. */
  imeiHash: sha256Text,
  epoch,
  bindingKind,
  subjectMasked: text(80),
  /** How the terminal keeps its key, where an attestation proved it to the upstream. */
  keyProven: z.optional(keyStorage),
  /** Whether the terminal may go on taking payments: only where not the terminal but a card or an account was unbound. */
  paymentsMayContinue: z.boolean(),
  followUps: z.array(followUpCode).check(z.maxLength(16)),
});
export type ReceiptPayload = z.infer<typeof receiptPayload>;

/** The upstream's answer to an attestation, and its post-check: what the binding is now. */
export const acknowledgementPayload = z.strictObject({
  ...fromUpstream,
  requestId: uuid,
  attestationHash: sha256Text,
  bindingState: z.enum(["bound", "unbound"]),
  at: foreignInstant,
});
export type AcknowledgementPayload = z.infer<typeof acknowledgementPayload>;
