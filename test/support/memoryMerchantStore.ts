/** The merchant's data in memory, on a store that outlives it. */

import { ok } from "../../device/base/result.ts";
import type { MerchantStore } from "../../device/ports/merchantStore.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemoryMerchantData = { binding: string | null };

export function createMemoryMerchantStore(
  store: MemoryMerchantData = { binding: null },
  mishaps: Mishaps = createMishaps(),
): MerchantStore {
  const unusable = { code: "store/unusable", reason: "told to fail" } as const;
  const put = (name: string, binding: string | null) =>
    mishaps.perform(
      name,
      (landing) => {
        // Replacing is atomic: half of it is none of it.
        if (landing === "all") store.binding = binding;
      },
      unusable,
    );
  return {
    readBinding: () => mishaps.look(() => ok(store.binding)),
    writeBinding: (jws) => put("merchant.writeBinding", jws),
    eraseBinding: () => put("merchant.eraseBinding", null),
  };
}
