/** An offline secret in a store in memory: real ECDH and HMAC, no file. */

import { agreeOnSecret, contextHashOf } from "../../device/adapters/common/secretAgreement.ts";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
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
    async agree(agreement) {
      const { agreed } = store;
      if (agreed && agreed.contextHash === contextHashOf(hash, agreement, agreed.terminalKey))
        return mishaps.look(() => ok(agreed.terminalKey));
      const { secret, terminalKey, contextHash } = await agreeOnSecret(hash, agreement);
      return mishaps.perform(
        "offlineSecret.agree",
        (landing) => {
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
      mishaps.look(() => (store.bytes ? ok(hash.hmac(store.bytes, bytes)) : err({ code: "offline/no-secret" }))),
  };
}
