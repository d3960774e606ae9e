/** A P-256 key as it lies in the state folder: wrapped, or as blobs that only the TPM can use. Knows no file. */

import { createHash, createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { withLowS } from "../../base/lowS.ts";
import { publicJwk, text } from "../../contract/fields.ts";
import type { DeviceKey } from "../../ports/signer.ts";
import { rawSignature } from "../common/derSignature.ts";
import { wrappedSecret } from "../common/keyWrapping.ts";
import { refuse } from "../common/stateFiles.ts";
import { deviceKeyOf, kidOf, signEs256 } from "./deviceKey.ts";
import { type KeyStore, storageOf, there } from "./keyStore.ts";

/** What only opening tells is not in it: whether there is a private half, and whether it is the public one's. */
const keptKey = z.discriminatedUnion("version", [
  z.object({ version: z.literal(1), publicJwk, ...wrappedSecret }),
  z.object({ version: z.literal(2), publicJwk, tpm: z.object({ public: text(1024), private: text(1024) }) }),
]);
export type KeptKey = z.infer<typeof keptKey>;

export type OpenKey = {
  readonly kept: KeptKey;
  readonly deviceKey: DeviceKey;
  /** As of the port; may refuse as in `attempt`, as everything here. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
};

export function parseKept(bytes: Uint8Array): KeptKey {
  const parsed = keptKey.safeParse(parseJson(bytes));
  return parsed.success ? parsed.data : refuse("damaged");
}

/** A new key, in the strongest way that works. */
export async function makeKey(keys: KeyStore): Promise<OpenKey> {
  if ((await keys.strongest()) === "tpm") {
    const { blob, publicJwk } = await there(keys.tpm).makeKey();
    return openKey({ version: 2, publicJwk, tpm: blob }, keys);
  }
  const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  return openedAs(await wrapKey(privateKey, keys), privateKey);
}

export async function openKey(kept: KeptKey, keys: KeyStore): Promise<OpenKey> {
  if (kept.version === 1) return openedAs(kept, privateKeyOf(await keys.unwrap(kept, useFor(kept.publicJwk))));
  const { publicJwk, tpm } = kept;
  const key: OpenKey = {
    kept,
    deviceKey: { kid: kidOf(publicJwk), publicJwk, storage: "tpm" },
    async sign(bytes) {
      const der = await there(keys.tpm).sign(tpm, createHash("sha256").update(bytes).digest());
      return withLowS(rawSignature(der) ?? refuse("no signature"));
    },
  };
  return key;
}

/** The same key, kept as well as anything can be now that is not in the TPM from its beginning. */
export async function keepBetter({ kept }: OpenKey, keys: KeyStore): Promise<KeptKey> {
  if (kept.version !== 1) return kept;
  return wrapKey(privateKeyOf(await keys.unwrap(kept, useFor(kept.publicJwk))), keys);
}

async function wrapKey(privateKey: KeyObject, keys: KeyStore): Promise<KeptKey & { readonly version: 1 }> {
  const { publicJwk } = deviceKeyOf(privateKey);
  const plain = privateKey.export({ format: "der", type: "pkcs8" });
  const wrapped = await keys.wrap(plain, useFor(publicJwk)).finally(() => plain.fill(0));
  return { version: 1, publicJwk, ...wrapped };
}

function openedAs(kept: KeptKey & { readonly version: 1 }, privateKey: KeyObject): OpenKey {
  // Unsealed by the TPM it is in memory while it is used: no more than a credential that the TPM unseals.
  const storage = kept.protection === "tpm" ? "credential_tpm2" : storageOf(kept.protection);
  const deviceKey: DeviceKey = { ...deviceKeyOf(privateKey), storage };
  const { x, y } = deviceKey.publicJwk;
  if (x !== kept.publicJwk.x || y !== kept.publicJwk.y) refuse("does not match its public key");
  return { kept, deviceKey, sign: async (bytes) => signEs256(privateKey, bytes) };
}

/** Bound to the public half, so that the one in the file cannot be exchanged. */
function useFor({ x, y }: DeviceKey["publicJwk"]) {
  return { purpose: "jiebang device key wrap v1", boundTo: utf8(`${x}.${y}`) };
}

function privateKeyOf(plain: Uint8Array): KeyObject {
  try {
    return createPrivateKey({
      key: Buffer.from(plain.buffer, plain.byteOffset, plain.length),
      format: "der",
      type: "pkcs8",
    });
  } catch {
    // The library's own words about a key are not passed on.
    return refuse("damaged");
  } finally {
    plain.fill(0);
  }
}
