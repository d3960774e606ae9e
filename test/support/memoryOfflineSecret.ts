/** An offline secret in a store in memory: real ECDH and HMAC, no file. */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { agreeOnSecret, contextHashOf } from "../../device/adapters/node/secretAgreement.ts";
import { err, ok } from "../../device/base/result.ts";
import type { PublicJwk } from "../../device/contract/fields.ts";
import type { OfflineSecret } from "../../device/ports/offlineSecret.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemoryOfflineSecretStore = {
  bytes: Uint8Array | null;
  /** Null of a secret that an earlier program made. */
  agreed?: { readonly terminalKey: PublicJwk; readonly contextHash: string } | null;
};

export function createMemoryOfflineSecret(
  store: MemoryOfflineSecretStore = { bytes: null },
  mishaps: Mishaps = createMishaps(),
): OfflineSecret {
  const unusable = { code: "offline/secret-unusable", reason: "told to fail" } as const;
  const hash = createNodeHash();
  return {
    agree(agreement) {
      const { agreed } = store;
      if (agreed && agreed.contextHash === contextHashOf(agreement, agreed.terminalKey))
        return mishaps.look(() => ok(agreed.terminalKey));
      return mishaps.perform(
        "offlineSecret.agree",
        (landing) => {
          const { secret, terminalKey, contextHash } = agreeOnSecret(agreement);
          if (landing === "all") {
            store.bytes = new Uint8Array(secret);
            store.agreed = { terminalKey, contextHash };
          }
          return terminalKey;
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
