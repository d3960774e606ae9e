/**
 * The signed objects of an unbind, as their JWS payloads (ES256 compact JWS, RFC 7515).
 * Each has a `typ` of its own, so that none can pass for another (RFC 8725 section 3.11).
 */

import * as z from "zod/mini";
import {
  bindingKind,
  compactJws,
  count,
  epoch,
  imei,
  instant,
  keyId,
  role,
  serialNumber,
  sha256Text,
  text,
  uuid,
} from "./fields.ts";

/** JWS header `typ` of each object. */
export const jwsType = {
  enrolment: "enrolment+jws",
  query: "terminal-query+jws",
  binding: "binding+jws",
  profile: "provider-profile+jws",
  request: "unbind-request+jws",
  approval: "unbind-approval+jws",
  order: "unbind-order+jws",
  verificationDemand: "verification-demand+jws",
  verification: "unbind-verification+jws",
  offlineAnswer: "offline-answer+jws",
  offlineReport: "offline-report+jws",
  pinUnlock: "pin-unlock+jws",
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
  /** 32 bytes in base64url that terminal and upstream share from now on, for codes that are read out over a telephone. */
  offlineSecret: sha256Text,
  /** How the private key is kept: by the operating system, or in a file wrapped with a key bound to this device. */
  keyStorage: z.enum(["os", "wrapped_file"]),
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

/** A permission that the upstream gave ahead of a request: to unbind at all, or to leave money data behind. */
export const authorisation = z.strictObject({
  id: uuid,
  covers: z.array(z.enum(["unbind", "waive_open_batch", "waive_stored_offline"])).check(z.minLength(1), z.maxLength(3)),
  expiresAt: instant,
});
export type Authorisation = z.infer<typeof authorisation>;

/** What stands in the way of ending a binding just now, as the upstream knows it. A member left out: it does not say. */
export const unbindTerms = z.strictObject({
  window: z.optional(z.strictObject({ opensAt: instant, closesAt: instant })),
  unbindsLeft: z.optional(count),
  authorisation: z.optional(authorisation),
  /** A request for this binding that is not settled, from wherever it was made. */
  openRequestId: z.optional(uuid),
  /** The account that takes over from the one to be unbound; "none": there is to be none. */
  replacement: z.optional(
    z.strictObject({ state: z.enum(["pending", "validated", "none"]), accountMasked: z.optional(text(40)) }),
  ),
});
export type UnbindTerms = z.infer<typeof unbindTerms>;

/** What the upstream says this terminal is bound to. A terminal may have several bindings, one of each kind and provider. */
export const bindingPayload = z.strictObject({
  providerId: text(64),
  bindingKind,
  state: z.enum(["bound", "unbound"]),
  sn: serialNumber,
  epoch,
  merchantName: text(80),
  merchantIdMasked: text(40),
  /** The card or account that is bound, masked; left out where the terminal itself is what is bound. */
  subjectMasked: z.optional(text(40)),
  contactMasked: z.optional(text(40)),
  fiveElements,
  policy: z.strictObject({ id: text(64), version: text(32) }),
  terms: z.optional(unbindTerms),
  issuedAt: instant,
});
export type BindingPayload = z.infer<typeof bindingPayload>;

/** Why a binding shall end. Which of them a provider knows stands in its profile. */
export const reasonCode = z.enum([
  "business_adjustment",
  "personal_leave_or_move",
  "regulatory",
  "switch_provider",
  "business_terminated",
  "identity_data_change",
  "account_security",
  "duplicate_or_wrong_charge",
  "settlement_account_change",
  "shop_moved_or_closed",
  "replace_terminal",
  "not_needed",
  "surplus_terminal",
  "legal_rep_change",
  "other",
]);
export type ReasonCode = z.infer<typeof reasonCode>;

/** "unbind_and_close" asks for the merchant's account to be closed as well; nothing else ever implies it. */
export const intent = z.enum(["unbind_only", "unbind_and_close"]);
export type Intent = z.infer<typeof intent>;

export const executionStyle = z.enum(["approve_then_execute", "one_step"]);
export type ExecutionStyle = z.infer<typeof executionStyle>;

/** What only a person can know: the operator says so on the terminal, and it is signed. */
export const statementCode = z.enum([
  "account_and_contact_verified",
  "funds_sufficient",
  "parties_coordinated",
  "device_model_known",
  "bindings_known",
  "contact_valid",
  "data_backed_up",
  "policy_read",
  "terms_agreed",
  "card_data_ready",
  "current_card_data_correct",
  "time_window_known",
  "balance_sufficient",
  "documents_ready",
  "operation_legitimate",
  "personal_data_safe",
]);
export type StatementCode = z.infer<typeof statementCode>;

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
  "TAMPER_FLAG",
  "PRINTER_FAULT",
  "STORAGE_FAULT",
  "OPEN_BATCH",
  "STORED_OFFLINE_TX",
  "PENDING_REVERSAL",
  "PENDING_REFUND",
  "POLICY_VERSION_OLD",
  "WINDOW_CLOSED",
  "LIMIT_REACHED",
  "NOT_AUTHORISED",
  "CONSENT_REQUIRED",
  "DOCUMENTS_MISSING",
  "REPLACEMENT_UNVERIFIED",
  "OTHER_BINDING_DEPENDS",
  "REQUEST_ALREADY_OPEN",
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

/** What is unbound in spite of a failed must-check: who took it upon themselves, and why. */
export const waiver = z.strictObject({
  check: checkCode,
  reason: z.enum([
    "terminal_broken",
    "terminal_lost_or_stolen",
    "saved_elsewhere",
    "provider_instructed",
    "no_remedy_here",
  ]),
  role,
  principalId: uuid,
  /** The upstream's permission, where the role alone may not. */
  authorisationId: z.optional(uuid),
  at: instant,
});
export type Waiver = z.infer<typeof waiver>;

/** Somebody who agreed: a person by PIN, or the upstream by an authorisation whose id `principalId` then is. */
export const actor = z.strictObject({
  role,
  principalId: uuid,
  method: z.enum(["pin", "upstream_authorisation"]),
  approvedAt: instant,
});
export type Actor = z.infer<typeof actor>;

/** "offline": on the word of a challenge and its answer, while the upstream cannot be reached. */
export const way = z.enum(["online", "offline"]);
export type Way = z.infer<typeof way>;

/** The signed statement of intent. Immutable once confirmed; its exact bytes are kept and sent again unchanged. */
export const requestPayload = z.strictObject({
  schemaVersion: z.literal(1),
  aud: text(200),
  requestId: uuid,
  providerId: text(64),
  profileVersion: text(32),
  bindingKind,
  intent,
  execution: executionStyle,
  way,
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
  /** The card or account that is to be unbound, masked; left out where it is the terminal. */
  subjectMasked: z.optional(text(40)),
  precheck: z.strictObject({
    checks: z.array(checkResult).check(z.maxLength(32)),
    waivers: z.array(waiver).check(z.maxLength(8)),
  }),
  actors: z.array(actor).check(z.minLength(1), z.maxLength(2)),
  /** The role that has to approve as well before this may be sent. */
  secondApproval: z.optional(role),
  consent: z.strictObject({ policyId: text(64), policyVersion: text(32), at: instant }),
  statements: z.array(statementCode).check(z.maxLength(16)),
  /** Left out where no payment application could tell. */
  funds: z.optional(
    z.strictObject({
      openBatch: count,
      storedOffline: count,
      disposition: z.optional(z.enum(["transfer_all_or_close"])),
    }),
  ),
  createdAt: instant,
  expiresAt: instant,
  supersedes: z.optional(uuid),
});
export type RequestPayload = z.infer<typeof requestPayload>;

/** A second person's approval, around the request that it approves: this is what is sent then. */
export const approvalPayload = z.strictObject({
  aud: text(200),
  request: compactJws,
  requestId: uuid,
  requestHash: sha256Text,
  sn: serialNumber,
  epoch,
  actor,
});
export type ApprovalPayload = z.infer<typeof approvalPayload>;

/** The upstream's own order to unbind; request and grant in one, until `expiresAt`. */
export const orderPayload = z.strictObject({
  /** Names the unbind from here on, as a request's id does. */
  requestId: uuid,
  providerId: text(64),
  bindingKind,
  sn: serialNumber,
  imeiHash: sha256Text,
  epoch,
  reason: z.strictObject({ code: reasonCode, text: z.optional(text(200)) }),
  issuedAt: instant,
  expiresAt: instant,
});
export type OrderPayload = z.infer<typeof orderPayload>;

/** Ways to prove who asks. What a terminal may collect itself is for the profile; a card PIN never is. */
export const factorKind = z.enum([
  "code",
  "sms",
  "face",
  "documents",
  "portal_login",
  "counter",
  "unbind_password",
  "account_password",
  "card_pin",
]);
export type FactorKind = z.infer<typeof factorKind>;

/** What the upstream wants proven. "code": typed on the terminal. "handOver": done on a telephone (RFC 8628), and asked about. */
export const verificationDemandPayload = z.strictObject({
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
  expiresAt: instant,
});
export type VerificationDemandPayload = z.infer<typeof verificationDemandPayload>;

/** A code as the operator typed it. Sent once and kept nowhere. */
export const verificationPayload = z.strictObject({
  aud: text(200),
  requestId: uuid,
  ref: uuid,
  sn: serialNumber,
  code: z.string().check(z.regex(/^\d{4,12}$/)),
  createdAt: instant,
  nonce: uuid,
});

/** Tier A: the upstream's answer to a challenge. Tier B is a code and has no object. */
export const offlineAnswerPayload = z.strictObject({
  answerId: uuid,
  /** SHA-256 of the challenge's 20 letters. */
  challengeHash: sha256Text,
  sn: serialNumber,
  epoch,
  bindingKind,
  /** Where the upstream was given the request itself, and not the challenge alone. */
  requestId: z.optional(uuid),
  answeredAt: instant,
  expiresAt: instant,
});
export type OfflineAnswerPayload = z.infer<typeof offlineAnswerPayload>;

/** "offline_signed": by the upstream's key, anyone can check. "offline_code": by a shared secret, nobody else can. */
export const offlineTier = z.enum(["offline_signed", "offline_code"]);
export type OfflineTier = z.infer<typeof offlineTier>;

/** What a terminal tells of an unbind that was authorised while it was cut off. */
export const offlineReportPayload = z.strictObject({
  aud: text(200),
  request: compactJws,
  approval: z.optional(compactJws),
  requestId: uuid,
  requestHash: sha256Text,
  sn: serialNumber,
  epoch,
  challenge: text(32),
  /** 16 bytes in base64url: with it, challenge and request can be held against each other. */
  nonce: text(32),
  tier: offlineTier,
  answer: z.optional(compactJws),
  authorisedAt: instant,
  attestation: compactJws,
  createdAt: instant,
});
export type OfflineReportPayload = z.infer<typeof offlineReportPayload>;

/** The upstream's word that a role whose PIN is locked may try again. */
export const pinUnlockPayload = z.strictObject({
  unlockId: uuid,
  challengeHash: sha256Text,
  sn: serialNumber,
  role,
  answeredAt: instant,
  expiresAt: instant,
});
export type PinUnlockPayload = z.infer<typeof pinUnlockPayload>;

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
  /** Both none, unless the request's waivers cover them; left out where no payment application could tell. */
  funds: z.strictObject({
    openBatch: z.optional(count),
    storedOffline: z.optional(count),
    paymentsPaused: z.literal(true),
  }),
  createdAt: instant,
});
export type ExecutionPayload = z.infer<typeof executionPayload>;

/** What is left to do after an unbind, by a person; ticked off on the terminal. */
export const followUpCode = z.enum([
  "funds_arrived",
  "update_merchant_info",
  "update_pos_system",
  "close_account",
  "check_bank_account",
  "new_terminal_or_settlement",
  "deposit_refund",
  "verify_unbound",
  "apply_new_terminal",
  "new_account_effective",
  "update_tax_registration",
  "watch_transactions",
  "check_account_security",
  "confirm_unbound",
  "stop_using_terminal",
  "update_systems",
  "confirm_result",
]);
export type FollowUpCode = z.infer<typeof followUpCode>;

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
  /** Whether the terminal may go on taking payments: only where not the terminal but a card or an account was unbound. */
  paymentsMayContinue: z.boolean(),
  followUps: z.array(followUpCode).check(z.maxLength(16)),
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
  /** What allowed the wipe: a receipt, or the answer to a challenge. */
  proof: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("receipt"), receiptHash: sha256Text }),
    z.strictObject({ kind: offlineTier, challengeHash: sha256Text }),
  ]),
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
