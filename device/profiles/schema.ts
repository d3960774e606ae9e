/** What a provider's profile may say. Data only: codes and values, no sentence, no address, no phone number. */

import * as z from "zod/mini";
import { reasonCode, receiptPayload } from "../contract/evidence.ts";
import { bindingKind, text } from "../contract/fields.ts";
import genericPos from "./genericPos.json" with { type: "json" };

export const providerProfile = z.strictObject({
  schemaVersion: z.literal(1),
  providerId: text(64),
  profileVersion: text(32),
  name: z.strictObject({ zh: text(40), en: text(40) }),
  bindingKind,
  execution: z.literal("approve_then_execute"),
  reasons: z.array(z.strictObject({ code: reasonCode })).check(z.minLength(1), z.maxLength(32)),
  followUps: receiptPayload.shape.followUps,
});
export type ProviderProfile = z.infer<typeof providerProfile>;

/** The generic provider, checked at load: a profile that does not parse is a bug of this build. */
export const genericProfile: ProviderProfile = providerProfile.parse(genericPos);
