/** The profiles that come with the program, checked at load: one that does not parse is a bug of this build. */

import dianzhanggui from "./dianzhanggui.json" with { type: "json" };
import genericPos from "./genericPos.json" with { type: "json" };
import kaiyibao from "./kaiyibao.json" with { type: "json" };
import lakalaSettlementCard from "./lakalaSettlementCard.json" with { type: "json" };
import lishua from "./lishua.json" with { type: "json" };
import { type ProviderProfile, providerProfile } from "./schema.ts";

export const genericProfile: ProviderProfile = providerProfile.parse(genericPos);

export const bundledProfiles: readonly ProviderProfile[] = [
  genericProfile,
  ...[lishua, lakalaSettlementCard, dianzhanggui, kaiyibao].map((file) => providerProfile.parse(file)),
];
