/**
 * The signed objects of an unbind, as their JWS payloads (ES256 compact JWS, RFC 7515).
 * Each has a `typ` of its own, so that none can pass for another (RFC 8725 section 3.11).
 */

import * as z from "zod/mini";
import { bindingKind, count, epoch, imei, instant, keyId, serialNumber, sha256Text, text, uuid } from "./fields.ts";

/** JWS header `typ` of each object. */
export const jwsType = {
  enrolment: "enrolment+jws",
  query: "terminal-query+jws",
  binding: "binding+jws",
  request: "unbind-request+jws",
  cancellation: "unbind-cancellation+jws",
  grant: "unbind-grant+jws",
  execution: "unbind-execution+jws",
  receipt: "unbind-receipt+jws",
  attestation: "wipe-attestation+jws",
  acknowledgement: "attestation-ack+jws",
  journalHead: "journal-head+jws",
  evidenceSeal: "evidence-seal+jws",
} as const;
export type JwsType = (typeof jwsType)[keyof typeof jwsType];

/** Proof that the terminal holds the key whose `jwk` is in the header; `code` is a one-time code and is never kept. */
export const enrolmentPayload = z.strictObject({
  aud: text(200),
  code: text(64),
  sn: serialNumber,
  imei,
  createdAt: instant,
  nonce: uuid,
});

/** Authorises one read of the terminal's own data; carried in the Authorization header. */
export const queryPayload = z.strictObject({
  aud: text(200),
  sn: serialNumber,
  method: z.literal("GET"),
  path: text(300),
  createdAt: instant,
  nonce: uuid,
});

/** The five elements of one network entry, masked for people or hashed for comparison (SHA-256 over salt and value). */
const fiveElements = z.strictObject({
  acquirerCode: text(32),
  merchantCodeHash: sha256Text,
  creditCodeHash: sha256Text,
  settlementAccountMasked: text(40),
  addressMasked: text(80),
});

/** What the upstream says this terminal is bound to. */
export const bindingPayload = z.strictObject({
  providerId: text(64),
  bindingKind,
  state: z.enum(["bound", "unbound"]),
  sn: serialNumber,
  epoch,
  merchantName: text(80),
  merchantIdMasked: text(40),
  fiveElements,
  policy: z.strictObject({ id: text(64), version: text(32) }),
  issuedAt: instant,
});
export type BindingPayload = z.infer<typeof bindingPayload>;

export const reasonCode = z.enum([
  "business_adjustment",
  "personal_leave_or_move",
  "regulatory",
  "switch_provider",
  "other",
]);
export type ReasonCode = z.infer<typeof reasonCode>;

export const checkCode = z.enum([
  "SN_UNREADABLE",
  "IMEI_UNREADABLE",
  "IMEI_INVALID",
  "ID_MISMATCH",
  "BATTERY_LOW",
  "BATTERY_UNKNOWN",
  "NETWORK_DOWN",
  "UPSTREAM_UNREACHABLE",
  "CLOCK_UNTRUSTED",
  "OPEN_BATCH",
  "STORED_OFFLINE_TX",
  "STORAGE_FAULT",
  "REQUEST_ALREADY_OPEN",
  "CONSENT_REQUIRED",
]);
export type CheckCode = z.infer<typeof checkCode>;

/** `level` must: a failure blocks. `level` should: a failure is told and signed, and does not block. */
export const checkResult = z.strictObject({
  code: checkCode,
  level: z.enum(["must", "should"]),
  outcome: z.enum(["passed", "failed"]),
  /** A bounded fact in field terms, e.g. "percent=12"; never a sentence. */
  fact: z.optional(text(80)),
});
export type CheckResult = z.infer<typeof checkResult>;

/** The signed statement of intent. Immutable once confirmed; its exact bytes are kept and sent again unchanged. */
export const requestPayload = z.strictObject({
  schemaVersion: z.literal(1),
  aud: text(200),
  requestId: uuid,
  providerId: text(64),
  profileVersion: text(32),
  bindingKind,
  intent: z.literal("unbind_only"),
  reason: z.strictObject({ code: reasonCode, text: z.optional(text(200)) }),
  device: z.strictObject({
    sn: serialNumber,
    snSource: text(16),
    imei,
    imeiSource: text(16),
    model: z.optional(text(64)),
    firmware: z.optional(text(64)),
    app: text(32),
  }),
  epoch,
  binding: fiveElements,
  precheck: z.strictObject({ checks: z.array(checkResult).check(z.maxLength(32)) }),
  actors: z
    .array(z.strictObject({ role: z.enum(["merchant"]), method: z.literal("pin"), approvedAt: instant }))
    .check(z.minLength(1), z.maxLength(2)),
  consent: z.strictObject({ policyId: text(64), policyVersion: text(32), at: instant }),
  /** Left out where no payment application could tell. */
  funds: z.optional(z.strictObject({ openBatch: count, storedOffline: count })),
  createdAt: instant,
  expiresAt: instant,
  supersedes: z.optional(uuid),
});
export type RequestPayload = z.infer<typeof requestPayload>;

/** The operator's withdrawal before the unbind was executed. */
export const cancellationPayload = z.strictObject({
  aud: text(200),
  requestId: uuid,
  requestHash: sha256Text,
  sn: serialNumber,
  epoch,
  createdAt: instant,
});

/** The upstream's permission to execute one request, until `expiresAt`. */
export const grantPayload = z.strictObject({
  grantId: uuid,
  requestId: uuid,
  requestHash: sha256Text,
  sn: serialNumber,
  epoch,
  bindingKind,
  grantedAt: instant,
  expiresAt: instant,
});
export type GrantPayload = z.infer<typeof grantPayload>;

/** The terminal's order to carry the granted unbind out; its gates were run again with payments paused. */
export const executionPayload = z.strictObject({
  aud: text(200),
  executionId: uuid,
  requestId: uuid,
  requestHash: sha256Text,
  grantId: uuid,
  grantHash: sha256Text,
  sn: serialNumber,
  epoch,
  checks: z.array(checkResult).check(z.maxLength(32)),
  funds: z.strictObject({ openBatch: z.literal(0), storedOffline: z.literal(0), paymentsPaused: z.literal(true) }),
  createdAt: instant,
});
export type ExecutionPayload = z.infer<typeof executionPayload>;

/** The upstream's statement that the unbind took effect. */
export const receiptPayload = z.strictObject({
  receiptId: uuid,
  requestId: uuid,
  /** SHA-256 of the ASCII bytes of the request's compact JWS. */
  requestHash: sha256Text,
  outcome: z.enum(["unbound_now", "already_unbound"]),
  unboundAt: instant,
  sn: serialNumber,
  /** SHA-256 of the 15 ASCII digits. */
  imeiHash: sha256Text,
  epoch,
  bindingKind,
  subjectMasked: text(80),
  followUps: z
    .array(z.enum(["funds_arrived", "update_merchant_info", "update_pos_system", "check_bank_account"]))
    .check(z.maxLength(8)),
});
export type ReceiptPayload = z.infer<typeof receiptPayload>;

export const wipeItemName = z.enum(["binding_record", "merchant_pin", "payment_application", "payment_keys"]);
export type WipeItemName = z.infer<typeof wipeItemName>;

export const wipeItemReport = z.strictObject({
  name: wipeItemName,
  method: z.enum(["delete", "overwrite", "cryptoErase", "vendorKeyErase"]),
  result: z.enum(["done", "failed", "notPerformed", "notApplicable"]),
  at: instant,
});
export type WipeItemReport = z.infer<typeof wipeItemReport>;

/**
 * The terminal's itemised statement of what it removed. `assurance` says how far it can be believed:
 * "software" means that no hardware vouches for it and flash cells may still hold old bytes.
 */
export const attestationPayload = z.strictObject({
  aud: text(200),
  requestId: uuid,
  receiptHash: sha256Text,
  sn: serialNumber,
  epoch,
  items: z.array(wipeItemReport).check(z.minLength(1), z.maxLength(16)),
  app: text(32),
  assurance: z.literal("software"),
  notClaimed: z.array(text(64)).check(z.maxLength(8)),
  createdAt: instant,
});
export type AttestationPayload = z.infer<typeof attestationPayload>;

/** The upstream's answer to an attestation, and its post-check: what the binding is now. */
export const acknowledgementPayload = z.strictObject({
  requestId: uuid,
  attestationHash: sha256Text,
  bindingState: z.enum(["bound", "unbound"]),
  at: instant,
});
export type AcknowledgementPayload = z.infer<typeof acknowledgementPayload>;

/** Where the journal stood when it was signed; `hash` is that of record `seq`. */
export const journalHeadPayload = z.strictObject({ seq: count, hash: sha256Text, at: instant });

/** SHA-256 over the canonical bytes of an evidence bundle without its seal. */
export const evidenceSealPayload = z.strictObject({ bundleHash: sha256Text, at: instant });

/** Protected header of every object above; `jwk` only where a key introduces itself. */
export const protectedHeader = (typ: JwsType) =>
  z.strictObject({ alg: z.literal("ES256"), typ: z.literal(typ), kid: keyId });
