/** A PIN vault in memory without a key derivation, on a store that outlives it. Only a test may keep digits like this. */

import type { Digits } from "../../device/base/digits.ts";
import { ok } from "../../device/base/result.ts";
import type { PinHolder, PinRole, PinVault } from "../../device/ports/pinVault.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemoryPins = Map<PinRole, { readonly pin: string; readonly holder: PinHolder }>;

export function createMemoryPinVault(store: MemoryPins = new Map(), mishaps: Mishaps = createMishaps()): PinVault {
  const unusable = { code: "pin/vault-unusable", reason: "told to fail" } as const;
  const copy = (digits: Digits) => digits.lend((lent) => lent.join(""));
  return {
    holder: (role) => mishaps.look(() => ok(store.get(role)?.holder ?? null)),
    set(role, digits, holder) {
      const pin = copy(digits);
      const land = (landing: "half" | "all") => void (landing === "all" && store.set(role, { pin, holder }));
      return mishaps.perform("pin.set", land, unusable);
    },
    matches(role, digits) {
      const pin = copy(digits);
      return mishaps.perform("pin.matches", () => store.get(role)?.pin === pin, unusable);
    },
    erase: (role) =>
      mishaps.perform("pin.erase", (landing) => void (landing === "all" && store.delete(role)), unusable),
  };
}
