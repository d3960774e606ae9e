/** The kept profiles in memory, on a store that outlives it. */

import { ok } from "../../device/base/result.ts";
import type { ProfileStore } from "../../device/ports/profileStore.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemoryProfiles = { profiles: readonly string[] };

export function createMemoryProfileStore(
  store: MemoryProfiles = { profiles: [] },
  mishaps: Mishaps = createMishaps(),
): ProfileStore {
  const unusable = { code: "store/unusable", reason: "told to fail" } as const;
  return {
    readProfiles: () => mishaps.look(() => ok(store.profiles)),
    writeProfiles: (profiles) =>
      mishaps.perform(
        "profiles.write",
        (landing) => {
          // Replacing is atomic: half of it is none of it.
          if (landing === "all") store.profiles = [...profiles];
        },
        unusable,
      ),
  };
}
