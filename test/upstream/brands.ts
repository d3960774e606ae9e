/** How the reference upstream's providers are known: example colours and figures, and nobody's real mark. */

import type { Brand, ProviderProfile } from "../../device/profiles/schema.ts";

const disc = "M32 2a30 30 0 1 0 0 60a30 30 0 1 0 0-60Z";
const tile = "M14 2h36a12 12 0 0 1 12 12v36a12 12 0 0 1-12 12H14A12 12 0 0 1 2 50V14A12 12 0 0 1 14 2Z";
const white = "#ffffff";

const drawn = (colour: string, ground: string, figure: string): Brand => ({
  colour,
  logo: [
    { d: ground, fill: colour },
    { d: figure, fill: white },
  ],
});

const brands: Readonly<Record<string, Brand>> = {
  "generic-pos": drawn("#0b7285", tile, "M18 20h28v8H18ZM18 34h28v4H18ZM18 42h16v4H18Z"),
  lishua: drawn("#c2410c", disc, "M36 12L20 36h10l-4 16l18-24H33Z"),
  lakala: drawn("#1d4ed8", tile, "M16 20h32v24H16ZM16 26h32v5H16Z"),
  dianzhanggui: drawn("#7e22ce", disc, "M18 28l6-10h16l6 10v18H18Z"),
  kaiyibao: drawn("#166534", tile, "M32 14l16 10v16L32 50L16 40V24Z"),
};

/** Of a provider that is none of the five, a colour alone. */
export function exampleBrandOf({ providerId }: Pick<ProviderProfile, "providerId">): Brand {
  return brands[providerId] ?? { colour: "#475569" };
}
