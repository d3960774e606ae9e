/** Where the simulated payment application's state lies in memory, on a store that outlives it. */

import type { SimPaymentStore } from "../../device/adapters/sim/simPaymentApp.ts";
import { ok } from "../../device/base/result.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemorySimPaymentText = { text: string | null };

export function createMemorySimPaymentStore(
  kept: MemorySimPaymentText = { text: null },
  mishaps: Mishaps = createMishaps(),
): SimPaymentStore {
  return {
    load: () => mishaps.look(() => ok(kept.text)),
    save: (text) =>
      mishaps.perform(
        "payment.save",
        (landing) => {
          // Replacing is atomic: half of it is none of it.
          if (landing === "all") kept.text = text;
        },
        { code: "payment/no-answer" },
      ),
  };
}
