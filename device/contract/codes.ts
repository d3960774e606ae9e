/** Every enumeration of the contract: what a code may be, and nothing else. A profile, a message, a screen says what it means there. */

import * as z from "zod/mini";

/** What the screen and the command line speak. */
export const language = z.enum(["zh-CN", "en"]);
export type Language = z.infer<typeof language>;

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

/** Facts of a failed check that have a sentence of their own. Others are error codes, numbers, or what a reading lacked. */
export type CheckCause =
  /** It is not the terminal that is bound, or that the request names. */
  | "terminal=another"
  /** This terminal keeps no such binding, or one that has ended; or the upstream has a newer one. */
  | "binding=none"
  | "binding=ended"
  | "binding=newer"
  /** Payments were not stopped, so that a count of none says nothing. */
  | "payments=running"
  /** The terminal reports a fault of its power supply. */
  | "power=fault";

/** "offline": on the word of a challenge and its answer, while the upstream cannot be reached. */
export const way = z.enum(["online", "offline"]);
export type Way = z.infer<typeof way>;

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

/** "offline_signed": by the upstream's key, anyone can check. "offline_code": by a shared secret, nobody else can. */
export const offlineTier = z.enum(["offline_signed", "offline_code"]);
export type OfflineTier = z.infer<typeof offlineTier>;

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

export const wipeItemName = z.enum(["binding_record", "merchant_pin", "payment_application", "payment_keys"]);
export type WipeItemName = z.infer<typeof wipeItemName>;

/** A way to the provider. A number or an address of it comes from the upstream, signed, or not at all. */
export const channelKind = z.enum([
  "terminal",
  "portal",
  "app",
  "phone",
  "chat",
  "email_or_social",
  "counter",
  "bank_or_institution",
  "onsite",
]);
export type ChannelKind = z.infer<typeof channelKind>;

export const documentCode = z.enum([
  "identity_and_account_material",
  "identity_and_related_material",
  "identity_or_other_proof",
  "contract_termination",
  "settlement_statement",
  "business_licence",
  "legal_rep_id",
  "guardian_id",
  "new_legal_rep_id",
  "photos_or_files",
]);
export type DocumentCode = z.infer<typeof documentCode>;

/** When a channel, a document or a follow-up applies; always, where there is no condition. */
export const conditionCode = z.enum([
  "self_service_impossible",
  "some_institutions",
  "if_asked",
  "may_be_required",
  "minor_involved",
  "legal_rep_changes",
  "no_longer_used",
]);
export type ConditionCode = z.infer<typeof conditionCode>;

export const prohibitionCode = z.enum([
  "no_third_party_links_or_codes",
  "no_disclosure_to_unrelated",
  "no_disclosure",
  "keep_contact_data_confidential",
  "never_reveal_credentials",
]);
export type ProhibitionCode = z.infer<typeof prohibitionCode>;

/** Three operations that people call unbinding, and the one to an account: what ends is never the same thing. */
export const bindingKind = z.enum([
  "terminal_to_merchant",
  "terminal_to_account",
  "settlement_card_to_merchant",
  "bank_account_to_pos",
]);
export type BindingKind = z.infer<typeof bindingKind>;

/** Who stands before the terminal (cashier, merchant owner, field technician, factory), or speaks through it (upstream). */
export const role = z.enum(["cashier", "merchant", "technician", "factory", "upstream"]);
export type Role = z.infer<typeof role>;

/** The roles that have a PIN of their own. */
export const pinRole = z.enum(["merchant", "technician", "factory"]);
export const pinRoles = pinRole.options;
export type PinRole = z.infer<typeof pinRole>;

/** Why a technician gives a merchant whose PIN is locked the last tries. */
export const pinLiftReason = z.enum(["holder_mistyped", "stranger_tried", "keys_faulty", "provider_instructed"]);
export type PinLiftReason = z.infer<typeof pinLiftReason>;

/** The command (3GPP TS 27.007 section 5, V.250 section 6.1; SLF's ID), or the call of the platform, whose answer carried a number or name of the terminal. */
export const readingSource = z.enum([
  "cgsn1",
  "cgsn",
  "cgsn0",
  "cgsn2",
  "gsn",
  // makers' own commands: Telit, Huawei, MediaTek
  "hashCgsn",
  "caretSn",
  "egmr",
  "ati",
  "cgmi",
  "cgmm",
  "cgmr",
  "gmi",
  "gmm",
  "gmr",
  "slf-id",
  // where the program runs on the terminal itself: Android's own calls, and whatever its maker's library has
  "android-serial",
  "android-imei",
  "android-build",
  "vendor-sdk",
]);
export type ReadingSource = z.infer<typeof readingSource>;

export const requestState = z.enum([
  "submitted",
  "under_review",
  "verification_required",
  "risk_hold",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "unbound",
]);
export type RequestState = z.infer<typeof requestState>;

/** What the upstream signs that it decided. The last two leave the request as it was, without what was asked for. */
export const decisionOutcome = z.enum([
  "rejected",
  "cancelled",
  "expired",
  /** Not taken at the door, now or ever. */
  "refused",
  "execution_refused",
  "cancellation_refused",
]);
export type DecisionOutcome = z.infer<typeof decisionOutcome>;

/** Problem types (RFC 9457) are `urn:jiebang:problem:` and one of these. */
export const problemKind = z.enum([
  "malformed",
  "too-large",
  "unknown-key",
  "bad-signature",
  "stale",
  "clock-skew",
  "code-refused",
  "attestation-refused",
  "unknown-terminal",
  "unknown-request",
  "identity-mismatch",
  "epoch-mismatch",
  "idempotency-key-missing",
  "idempotency-conflict",
  "request-already-open",
  "not-approved",
  "grant-refused",
  "not-cancellable",
  "verification-refused",
  "approval-missing",
  "window-closed",
  "policy-outdated",
  "offline-refused",
  "not-unbound",
  "limit-reached",
  "not-found",
  "internal",
]);
export type ProblemKind = z.infer<typeof problemKind>;
