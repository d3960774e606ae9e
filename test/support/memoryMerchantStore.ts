/** The merchant's data in memory, on a store that outlives it. */

import { ok } from "../../device/base/result.ts";
import type { MerchantStore } from "../../device/ports/merchantStore.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemoryMerchantData = { bindings: readonly string[] };

export function createMemoryMerchantStore(
  store: MemoryMerchantData = { bindings: [] },
  mishaps: Mishaps = createMishaps(),
): MerchantStore {
  const unusable = { code: "store/unusable", reason: "told to fail" } as const;
  const put = (name: string, bindings: readonly string[]) =>
    mishaps.perform(
      name,
      (landing) => {
        // Replacing is atomic: half of it is none of it.
        if (landing === "all") store.bindings = bindings;
      },
      unusable,
    );
  return {
    readBindings: () => mishaps.look(() => ok(store.bindings)),
    writeBindings: (jwsList) => put("merchant.writeBindings", jwsList),
    eraseBindings: () => put("merchant.eraseBindings", []),
  };
}
