/** Both ways, of what is decided while the terminal is cut off: the answer to a challenge, and the report afterwards. */

import * as z from "zod/mini";
import { bindingKind, offlineTier, role } from "../codes.ts";
import { compactJws, epoch, foreignInstant, instant, serialNumber, sha256Text, text, uuid } from "../fields.ts";
import { fromUpstream } from "./jwsTypes.ts";

/** Tier A: the upstream's answer to a challenge. Tier B is a code and has no object. */
export const offlineAnswerPayload = z.strictObject({
  ...fromUpstream,
  answerId: uuid,
  /** SHA-256 of the challenge's 20 letters. */
  challengeHash: sha256Text,
  sn: serialNumber,
  epoch,
  bindingKind,
  /** Where the upstream was given the request itself, and not the challenge alone. */
  requestId: z.optional(uuid),
  answeredAt: foreignInstant,
  expiresAt: foreignInstant,
});
export type OfflineAnswerPayload = z.infer<typeof offlineAnswerPayload>;

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
  ...fromUpstream,
  unlockId: uuid,
  challengeHash: sha256Text,
  sn: serialNumber,
  role,
  answeredAt: foreignInstant,
  expiresAt: foreignInstant,
});
export type PinUnlockPayload = z.infer<typeof pinUnlockPayload>;
