/** A signer whose key lives in a store in memory: real P-256, no file. */

import type { KeyObject } from "node:crypto";
import { deviceKeyOf, signEs256 } from "../../device/adapters/node/deviceKey.ts";
import { ok } from "../../device/base/result.ts";
import type { KeyStorage } from "../../device/contract/fields.ts";
import type { DeviceKey, Signer } from "../../device/ports/signer.ts";
import { newKeyPair } from "./keyPair.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemorySignerStore = {
  privateKey: KeyObject | null;
  /** The machine has a chip that is better than a file. */
  hasChip?: boolean;
  /** The key in use is in it. */
  inChip?: boolean;
  next?: KeyObject | null;
  before?: readonly KeyObject[];
};

function keyOf(privateKey: KeyObject, storage: KeyStorage = "software"): DeviceKey {
  return { ...deviceKeyOf(privateKey), storage };
}

const newKey = () => newKeyPair().privateKey;

export function createMemorySigner(
  store: MemorySignerStore = { privateKey: null },
  mishaps: Mishaps = createMishaps(),
): Signer {
  const unusable = { code: "signer/key-unusable", reason: "told to fail" } as const;
  const load = () => {
    store.privateKey ??= newKey();
    return store.privateKey;
  };
  const inUse = () => keyOf(load(), store.inChip ? "tpm" : "software");
  const named = (kid: string): KeyObject | undefined =>
    [load(), store.next, ...(store.before ?? [])].find((key) => key && deviceKeyOf(key).kid === kid) ?? undefined;

  return {
    async key(kid) {
      const other = kid === undefined ? undefined : named(kid);
      if (other && other !== store.privateKey) return ok(keyOf(other));
      return store.privateKey ? mishaps.look(() => ok(inUse())) : mishaps.perform("signer.key", inUse, unusable);
    },
    sign: (bytes, kid) =>
      mishaps.perform(
        "signer.sign",
        () => signEs256((kid === undefined ? null : named(kid)) ?? load(), bytes),
        unusable,
      ),
    async stronger() {
      if (!store.hasChip || store.inChip) return ok(null);
      const { next } = store;
      if (next) return ok(keyOf(next, "tpm"));
      const make = () => {
        const made = newKey();
        store.next = made;
        return keyOf(made, "tpm");
      };
      return mishaps.perform("signer.stronger", make, unusable);
    },
    async use(kid) {
      const { next } = store;
      if (inUse().kid === kid) return ok(true);
      if (!next || deviceKeyOf(next).kid !== kid) return ok(false);
      return mishaps.perform(
        "signer.use",
        () => {
          store.before = [...(store.before ?? []), load()];
          Object.assign(store, { privateKey: next, next: null, inChip: true });
          return true;
        },
        unusable,
      );
    },
  };
}
