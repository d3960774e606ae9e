/** Terminal to provider: the request to unbind, and whatever the terminal signs about it until it is carried out. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import {
  bindingKind,
  checkCode,
  executionStyle,
  intent,
  language,
  readingSource,
  reasonCode,
  role,
  statementCode,
  way,
} from "../codes.ts";
import { compactJws, count, epoch, imei, instant, serialNumber, sha256Text, text, uuid } from "../fields.ts";
import { fiveElements } from "./binding.ts";
import { schemaVersion } from "./jwsTypes.ts";

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

/** Which text of the provider's policy was read on the terminal and agreed to, by its hash; nobody agrees to what is not shown. */
const consent = z.strictObject({
  policyId: text(64),
  policyVersion: text(32),
  /** In which it was read, and SHA-256 over the UTF-8 of the text in it. Both left out by earlier programs. */
  language: z.optional(language),
  textHash: z.optional(sha256Text),
  at: instant,
});
export type Consent = Immutable<z.infer<typeof consent>>;

/** The signed statement of intent. Immutable once confirmed; its exact bytes are kept and sent again unchanged. */
export const requestPayload = z.strictObject({
  schemaVersion,
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
    snSource: readingSource,
    imei,
    imeiSource: readingSource,
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
  /** Left out where the provider has no text to be read. */
  consent: z.optional(consent),
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
export type RequestPayload = Immutable<z.infer<typeof requestPayload>>;

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

/** The operator's withdrawal before the unbind was executed. */
export const cancellationPayload = z.strictObject({
  aud: text(200),
  requestId: uuid,
  requestHash: sha256Text,
  sn: serialNumber,
  epoch,
  /** Left out by earlier programs. */
  bindingKind: z.optional(bindingKind),
  createdAt: instant,
});
export type CancellationPayload = z.infer<typeof cancellationPayload>;

/** The terminal's order to carry the granted unbind out; its gates were run again with payments paused, where there are any. */
export const executionPayload = z.strictObject({
  aud: text(200),
  executionId: uuid,
  requestId: uuid,
  requestHash: sha256Text,
  grantId: uuid,
  grantHash: sha256Text,
  sn: serialNumber,
  epoch,
  /** Left out by earlier programs. */
  bindingKind: z.optional(bindingKind),
  checks: z.array(checkResult).check(z.maxLength(32)),
  /** Both none, unless the request's waivers cover them; all left out where no payment application could tell or pause. */
  funds: z.strictObject({
    openBatch: z.optional(count),
    storedOffline: z.optional(count),
    paymentsPaused: z.optional(z.literal(true)),
  }),
  createdAt: instant,
});
export type ExecutionPayload = z.infer<typeof executionPayload>;
