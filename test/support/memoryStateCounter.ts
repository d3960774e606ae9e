/** A StateCounter in memory, on a store that outlives it. */

import { ok } from "../../device/base/result.ts";
import type { StateCounter } from "../../device/ports/stateCounter.ts";

export type MemoryCounterStore = { count: string | null };

export function createMemoryStateCounter(store: MemoryCounterStore): StateCounter {
  return {
    read: async () => ok(store.count),
    async keep(count) {
      store.count = count;
      return ok();
    },
  };
}
