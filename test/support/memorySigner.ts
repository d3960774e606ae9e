/** A signer whose key lives in a store in memory: real P-256, no file. */

import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { deviceKeyOf, signEs256 } from "../../device/adapters/node/deviceKey.ts";
import { ok } from "../../device/base/result.ts";
import type { Signer } from "../../device/ports/signer.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemorySignerStore = { privateKey: KeyObject | null };

const keyOf = (privateKey: KeyObject) => ({ ...deviceKeyOf(privateKey), storage: "wrapped_file" as const });

export function createMemorySigner(
  store: MemorySignerStore = { privateKey: null },
  mishaps: Mishaps = createMishaps(),
): Signer {
  const unusable = { code: "signer/key-unusable", reason: "told to fail" } as const;
  const load = () => {
    store.privateKey ??= generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    return store.privateKey;
  };
  return {
    key: () =>
      store.privateKey
        ? mishaps.look(() => ok(keyOf(load())))
        : mishaps.perform("signer.key", () => keyOf(load()), unusable),
    sign: (bytes) => mishaps.perform("signer.sign", () => signEs256(load(), bytes), unusable),
  };
}
