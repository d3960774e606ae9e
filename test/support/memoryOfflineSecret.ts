/** An offline secret in a store in memory: real HMAC, no file. */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { base64url } from "../../device/base/bytes.ts";
import { err, ok } from "../../device/base/result.ts";
import type { OfflineSecret } from "../../device/ports/offlineSecret.ts";
import type { Random } from "../../device/ports/random.ts";
import { createMemoryRandom } from "./memoryRandom.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemoryOfflineSecretStore = { bytes: Uint8Array | null };

export function createMemoryOfflineSecret(
  store: MemoryOfflineSecretStore = { bytes: null },
  mishaps: Mishaps = createMishaps(),
  random: Random = createMemoryRandom(),
): OfflineSecret {
  const unusable = { code: "offline/secret-unusable", reason: "told to fail" } as const;
  const hash = createNodeHash();
  return {
    reveal: () => {
      const { bytes } = store;
      if (bytes) return mishaps.look(() => ok(base64url(bytes)));
      return mishaps.perform(
        "offlineSecret.make",
        (landing) => {
          const made = random.bytes(32);
          if (landing === "all") store.bytes = made;
          return base64url(made);
        },
        unusable,
      );
    },
    hmac: (bytes) =>
      mishaps.look(() =>
        store.bytes ? ok(hash.hmac("SHA256", store.bytes, bytes)) : err({ code: "offline/no-secret" }),
      ),
  };
}
