/** Terminal to provider: what was removed from the terminal. */

import * as z from "zod/mini";
import { offlineTier, wipeItemName } from "../codes.ts";
import { count, epoch, instant, keyStorage, serialNumber, sha256Text, text, uuid } from "../fields.ts";

/** Counts of payments; `pendingReversals` is left out where the application cannot tell. */
const unsettled = z.strictObject({
  openBatch: count,
  storedOffline: count,
  pendingReversals: z.optional(count),
});

export const wipeItemReport = z.strictObject({
  name: wipeItemName,
  method: z.enum(["delete", "overwrite", "cryptoErase", "vendorKeyErase"]),
  result: z.enum(["done", "failed", "notPerformed", "notApplicable"]),
  at: instant,
  /**
   * Of the payment application: what could not be settled before it was erased. Left out where nothing was left, or
   * nothing was erased.
   */
  unsettled: z.optional(z.union([unsettled, z.literal("unknown")])),
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
  /** How the key that signs this is kept. Earlier programs did not say. */
  keyStorage: z.optional(keyStorage),
  notClaimed: z.array(text(64)).check(z.maxLength(8)),
  createdAt: instant,
});
export type AttestationPayload = z.infer<typeof attestationPayload>;
