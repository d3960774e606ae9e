/**
 * The Signer port on Node: a P-256 key made here at first use, wrapped with AES-256-GCM, in a private file. The
 * wrapping key comes from systemd's credentials where the service has one, else from a file beside it. Either way
 * it is a software key: whoever is this user can use it. The credential only keeps a copied disk from being enough.
 */

import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { promisify } from "node:util";
import { fromBase64url, fromUtf8, utf8 } from "../../base/bytes.ts";
import type { DeviceKey, Signer } from "../../ports/signer.ts";
import { deviceKeyOf, signEs256 } from "./deviceKey.ts";
import { attempt, createQueue, createStateFile, readSecretFile, readStateFile, refuse } from "./stateFiles.ts";

const keyName = "device-key.json";
const wrapSecretName = "device-key.kek";
const credentialName = "jiebang-kek";
const maxFileBytes = 4096;
const wrapSecretBytes = 32;

/** "credential" when systemd hands the wrapping key over, "file" when it lies beside the key. */
export type KeyProtection = "credential" | "file";

export type NodeSigner = Signer & {
  /** What guards the key at rest; null while there is none. For the status page, not for an attestation. */
  protection(): KeyProtection | null;
};

type StoredKey = {
  readonly version: 1;
  readonly protection: KeyProtection;
  readonly publicJwk: DeviceKey["publicJwk"];
  readonly iv: string;
  readonly wrapped: string;
  readonly tag: string;
};

type LoadedKey = { readonly privateKey: KeyObject; readonly deviceKey: DeviceKey; readonly protection: KeyProtection };

/** `credentialsDir` is systemd's $CREDENTIALS_DIRECTORY, or nothing. */
export function createNodeSigner(options: { readonly dir: string; readonly credentialsDir?: string }): NodeSigner {
  const { dir, credentialsDir } = options;
  const inTurn = createQueue();
  let loaded: LoadedKey | null = null;

  const load = () =>
    inTurn(() =>
      attempt(
        async () => {
          if (loaded) return loaded;
          const stored = await readSecretFile(dir, keyName, maxFileBytes);
          loaded = stored ? await unwrap(parseStored(stored)) : await make();
          return loaded;
        },
        (reason) => ({ code: "signer/key-unusable", reason }) as const,
      ),
    );

  const unwrap = async ({ protection, publicJwk, iv, wrapped, tag }: StoredKey): Promise<LoadedKey> => {
    const secret = protection === "credential" ? await readCredential() : await readWrapSecret();
    if (!secret) refuse(`wrapping key missing (${protection})`);
    const privateKey = openWrapped(wrapKey(secret), publicJwk, bytesOf(iv), bytesOf(wrapped), bytesOf(tag));
    const deviceKey = deviceKeyOf(privateKey);
    if (deviceKey.publicJwk.x !== publicJwk.x || deviceKey.publicJwk.y !== publicJwk.y) {
      refuse("does not match its public key");
    }
    return { privateKey, deviceKey, protection };
  };

  const make = async (): Promise<LoadedKey> => {
    const credential = await readCredential();
    const protection = credential ? "credential" : "file";
    const secret = credential ?? (await readWrapSecret()) ?? (await makeWrapSecret());
    const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
    const deviceKey = deviceKeyOf(privateKey);
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", wrapKey(secret), iv).setAAD(boundTo(deviceKey.publicJwk));
    const plain = privateKey.export({ format: "der", type: "pkcs8" });
    const wrapped = Buffer.concat([cipher.update(plain), cipher.final()]).toString("base64url");
    plain.fill(0);
    const stored: StoredKey = {
      version: 1,
      protection,
      publicJwk: deviceKey.publicJwk,
      iv: iv.toString("base64url"),
      wrapped,
      tag: cipher.getAuthTag().toString("base64url"),
    };
    await createStateFile(dir, keyName, utf8(JSON.stringify(stored)));
    return { privateKey, deviceKey, protection };
  };

  const readCredential = async () => {
    // systemd gives its files modes of its own (0400, or 0440 for a group of its own), so only their length is checked.
    const secret = credentialsDir ? await readStateFile(credentialsDir, credentialName, maxFileBytes) : null;
    if (secret && secret.length < wrapSecretBytes) refuse("wrapping key too short (credential)");
    return secret;
  };

  const readWrapSecret = async () => {
    const secret = await readSecretFile(dir, wrapSecretName, wrapSecretBytes);
    if (secret && secret.length < wrapSecretBytes) refuse("wrapping key too short (file)");
    return secret;
  };

  const makeWrapSecret = async () => {
    const secret = new Uint8Array(randomBytes(wrapSecretBytes));
    await createStateFile(dir, wrapSecretName, secret);
    return secret;
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

const wrapKey = (secret: Uint8Array) => Buffer.from(hkdfSync("sha256", secret, "", "jiebang device key wrap v1", 32));

/** What the wrapping is bound to, so that the public half in the file cannot be exchanged. */
const boundTo = (publicJwk: DeviceKey["publicJwk"]) => utf8(`${publicJwk.x}.${publicJwk.y}`);

function openWrapped(
  key: Uint8Array,
  publicJwk: DeviceKey["publicJwk"],
  iv: Uint8Array,
  wrapped: Uint8Array,
  tag: Uint8Array,
): KeyObject {
  let plain: Buffer | undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
    decipher.setAAD(boundTo(publicJwk)).setAuthTag(tag);
    plain = Buffer.concat([decipher.update(wrapped), decipher.final()]);
    return createPrivateKey({ key: plain, format: "der", type: "pkcs8" });
  } catch {
    // The library's own words about a key are not passed on.
    return refuse("damaged, or wrapped with another key");
  } finally {
    plain?.fill(0);
  }
}

const bytesOf = (text: string) => fromBase64url(text) ?? refuse("damaged");

function parseStored(bytes: Uint8Array): StoredKey {
  try {
    const stored: StoredKey = JSON.parse(fromUtf8(bytes) ?? "");
    const { version, protection, publicJwk, iv, wrapped, tag } = stored;
    const texts = [publicJwk.x, publicJwk.y, iv, wrapped, tag];
    const known = version === 1 && (protection === "credential" || protection === "file");
    if (known && texts.every((text) => typeof text === "string")) return stored;
  } catch {
    // Not JSON, or not an object: damaged as well.
  }
  return refuse("damaged");
}
