/** Signed objects as the terminal keeps them: their exact bytes, and the facts that later ones are held against. */

import * as z from "zod/mini";
import {
  bindingKind,
  checkCode,
  decisionOutcome,
  executionStyle,
  type Intent,
  intent,
  type OfflineTier,
  reasonCode,
  role,
  type StatementCode,
  type Way,
  way,
} from "../contract/codes.ts";
import { compactJws, epoch, instant, serialNumber, sha256Text, text, uuid } from "../contract/fields.ts";
import { earlier } from "../contract/messages/earlier.ts";
import { actor, type Consent, type RequestPayload } from "../contract/messages/request.ts";

/**
 * A signed request as it is kept: its exact bytes, and the facts that later answers are held against.
 * Where the upstream ordered the unbind, `jws` is the order: it stands for the request.
 */
export const confirmedRequest = z.strictObject({
  requestId: uuid,
  origin: z.enum(["terminal", "upstream"]),
  jws: compactJws,
  hash: sha256Text,
  providerId: text(64),
  bindingKind,
  execution: executionStyle,
  way,
  sn: serialNumber,
  imeiHash: sha256Text,
  epoch,
  intent,
  reason: z.strictObject({ code: reasonCode, text: z.optional(text(200)) }),
  actor: z.optional(actor),
  waived: z.array(checkCode).check(z.maxLength(8)),
  secondApproval: z.optional(role),
  confirmedAt: instant,
  expiresAt: instant,
});
export type ConfirmedRequest = z.infer<typeof confirmedRequest>;

export const grant = z.strictObject({ grantId: uuid, jws: compactJws, hash: sha256Text, expiresAt: instant });
export type Grant = z.infer<typeof grant>;

export const execution = z.strictObject({ executionId: uuid, jws: compactJws });
export type Execution = z.infer<typeof execution>;

export const receipt = z.strictObject({ jws: compactJws, hash: sha256Text, payload: earlier.receipt });
export type Receipt = z.infer<typeof receipt>;

/** The upstream's signed word that it will not do what was asked. */
export const decision = z.strictObject({
  jws: compactJws,
  outcome: decisionOutcome,
  code: text(64),
  text: z.optional(text(200)),
  until: z.optional(instant),
});
export type Decision = z.infer<typeof decision>;

export const challenge = z.strictObject({
  /** Twenty, without dashes. */
  letters: text(32),
  nonce: text(32),
  issuedAt: instant,
  expiresAt: instant,
});
export type Challenge = z.infer<typeof challenge>;

export type Choice = {
  readonly reason: ConfirmedRequest["reason"];
  readonly intent: Intent;
  readonly way: Way;
  /** Null where the provider has no policy to be read. */
  readonly consent: Consent | null;
  readonly statements: readonly StatementCode[];
};

/** The fields to be signed, and their hash. */
export type Summary = { readonly payload: RequestPayload; readonly hash: string };

/** What allows the wipe; nothing else does. */
export type Proof =
  | { readonly kind: "receipt"; readonly receipt: Receipt }
  | {
      readonly kind: OfflineTier;
      readonly challenge: Challenge;
      /** The signed answer; null where a code was read out. */
      readonly answer: string | null;
      readonly at: string;
    };
