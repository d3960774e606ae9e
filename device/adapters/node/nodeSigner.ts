/**
 * The Signer port on Node: a P-256 key made here at first use, wrapped, in a private file. It is a software key:
 * whoever is this user can use it.
 */

import { createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { createMutex } from "../../base/mutex.ts";
import { publicJwk } from "../../contract/fields.ts";
import type { DeviceKey, Signer, SignerFailure } from "../../ports/signer.ts";
import { type KeyProtection, wrappedSecret } from "../common/keyWrapping.ts";
import { attempt, type FileFault, refuse } from "../common/stateFiles.ts";
import { deviceKeyOf, signEs256 } from "./deviceKey.ts";
import { createKeyWrapping } from "./keyWrapping.ts";
import { createStateFile, readSecretFile } from "./stateFiles.ts";

const keyName = "device-key.json";
const maxFileBytes = 4096;

export type NodeSigner = Signer & {
  /** What guards the key at rest; null while there is none. For the status page, not for an attestation. */
  protection(): KeyProtection | null;
};

/** What only unwrapping tells is not in it: whether the wrapped key is one, and the public one's other half. */
const storedKey = z.object({ version: z.literal(1), publicJwk, ...wrappedSecret });
type StoredKey = Readonly<z.infer<typeof storedKey>>;

type LoadedKey = { readonly privateKey: KeyObject; readonly deviceKey: DeviceKey; readonly protection: KeyProtection };

/** `credentialsDir` is systemd's $CREDENTIALS_DIRECTORY, or nothing. */
export function createNodeSigner(options: { readonly dir: string; readonly credentialsDir?: string }): NodeSigner {
  const { dir, credentialsDir } = options;
  const wrapping = createKeyWrapping(dir, credentialsDir);
  const mutex = createMutex();
  let loaded: LoadedKey | null = null;

  const load = () =>
    mutex.run(() =>
      attempt(
        async () => {
          if (loaded) return loaded;
          const stored = await readSecretFile(dir, keyName, maxFileBytes);
          loaded = stored ? await unwrap(parseStored(stored)) : await make();
          return loaded;
        },
        (reason, fault): SignerFailure => ({ code: failureCodes[fault], reason }),
      ),
    );

  const unwrap = async (stored: StoredKey): Promise<LoadedKey> => {
    const { protection, publicJwk } = stored;
    const privateKey = privateKeyOf(await wrapping.unwrap(stored, useFor(publicJwk)));
    const deviceKey = { ...deviceKeyOf(privateKey), storage: storageOf(protection) };
    if (deviceKey.publicJwk.x !== publicJwk.x || deviceKey.publicJwk.y !== publicJwk.y) {
      refuse("does not match its public key");
    }
    return { privateKey, deviceKey, protection };
  };

  const make = async (): Promise<LoadedKey> => {
    const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
    const { kid, publicJwk } = deviceKeyOf(privateKey);
    const plain = privateKey.export({ format: "der", type: "pkcs8" });
    const wrapped = await wrapping.wrap(plain, useFor(publicJwk)).finally(() => plain.fill(0));
    const deviceKey = { kid, publicJwk, storage: storageOf(wrapped.protection) };
    const stored: StoredKey = { version: 1, publicJwk, ...wrapped };
    await createStateFile(dir, keyName, utf8(JSON.stringify(stored)));
    return { privateKey, deviceKey, protection: wrapped.protection };
  };

  return {
    key: async () => {
      const key = await load();
      return key.ok ? { ok: true, value: key.value.deviceKey } : key;
    },
    sign: async (bytes) => {
      const key = await load();
      return key.ok ? { ok: true, value: signEs256(key.value.privateKey, bytes) } : key;
    },
    protection: () => loaded?.protection ?? null,
  };
}

const failureCodes = {
  system: "signer/key-unreadable",
  exposed: "signer/key-exposed",
  unfit: "signer/key-unusable",
} as const satisfies Record<FileFault, SignerFailure["code"]>;

/** A credential is the operating system's to guard; a file beside the key is ours. */
function storageOf(protection: KeyProtection): DeviceKey["storage"] {
  return protection === "file" ? "wrapped_file" : "os";
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

function parseStored(bytes: Uint8Array): StoredKey {
  const stored = storedKey.safeParse(parseJson(bytes));
  return stored.success ? stored.data : refuse("damaged");
}
