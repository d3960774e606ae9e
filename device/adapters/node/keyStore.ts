/**
 * The one place that chooses how secrets are kept on this machine: the strongest way that works. What is wrapped is wrapped
 * with AES-256-GCM under one wrapping key for each way: sealed in the TPM, handed over by systemd, protected by the Windows
 * account, or in a file beside it. Whoever is this user can unwrap; the first of them keep a copied disk from being enough.
 */

import { randomBytes } from "node:crypto";
import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { type KeyStorage, keyStorage, text } from "../../contract/fields.ts";
import type { KeyProtection, KeyWrapping } from "../common/keyWrapping.ts";
import { refuse } from "../common/stateFiles.ts";
import { type CredentialKind, type Credentials, handedOver } from "./credentials.ts";
import { unwrapWith, wrapWith } from "./keyWrapping.ts";
import { createStateFile, readSecretFile } from "./stateFiles.ts";
import type { Tpm } from "./tpm.ts";

/** What the operating system keeps for the account that this runs under; throws as it likes. */
export type AccountVault = {
  protect(secret: Uint8Array): Uint8Array;
  reveal(blob: Uint8Array): Uint8Array;
};

export type KeyStoreParts = {
  readonly dir: string;
  readonly credentials?: Credentials;
  readonly tpm?: Tpm | null;
  readonly account?: AccountVault | null;
};

export type KeyStore = KeyWrapping & {
  /** A TPM is the strongest once something was sealed in it here, whether or not it works today. May refuse as in `attempt`. */
  strongest(): Promise<KeyStorage>;
  /** Refuses as in `attempt` where the wrapping key cannot be opened any more: then whatever is wrapped is lost. */
  check(): Promise<void>;
  readonly tpm: Tpm | null;
};

/** One way to keep a wrapping key. All may refuse as in `attempt`. */
type Way = {
  readonly storage: KeyStorage;
  readonly protection: KeyProtection;
  works(): Promise<boolean>;
  /** Null where it has none yet. */
  find(): Promise<Uint8Array | null>;
  make(): Promise<Uint8Array>;
};

export const fileKeyName = "device-key.kek";
const sealedKeyName = "wrapping-key.tpm.json";
const accountKeyName = "wrapping-key.dpapi";
const keyBytes = 32;
const noCredentials = handedOver(undefined);
const maxFileBytes = 4096;

const sealedKey = z.object({ version: z.literal(1), public: text(1024), private: text(1024) });

export function createKeyStore({
  dir,
  credentials = noCredentials,
  tpm = null,
  account = null,
}: KeyStoreParts): KeyStore {
  const ways: readonly Way[] = [
    sealedWay(dir, tpm),
    credentialWay(credentials, "tpm2"),
    ...(account ? [accountWay(dir, account)] : []),
    credentialWay(credentials, "host"),
    fileWay(dir),
  ];
  let chosen: Promise<Way> | null = null;

  async function choose(): Promise<Way> {
    for (const way of ways) if (await way.works()) return way;
    return refuse("no way to keep a key");
  }

  function best(): Promise<Way> {
    chosen ??= choose().catch((failure) => {
      chosen = null;
      throw failure;
    });
    return chosen;
  }

  async function keyOf(protection: KeyProtection): Promise<Uint8Array> {
    const way = ways.find((each) => each.protection === protection);
    const key = protection === "credential" ? await credentials.wrappingKey("earlier") : await way?.find();
    return key ?? refuse(`wrapping key missing (${protection})`);
  }

  return {
    tpm,
    strongest: async () => (await best()).storage,
    check: async () => void (await (await best()).find()),
    async wrap(plain, use) {
      const way = await best();
      return { protection: way.protection, ...wrapWith((await way.find()) ?? (await way.make()), plain, use) };
    },
    unwrap: async (secret, use) => unwrapWith(await keyOf(secret.protection), secret, use),
  };
}

/** The first is kept better than the second. */
export function isStronger(one: KeyStorage, other: KeyStorage): boolean {
  return keyStorage.options.indexOf(one) < keyStorage.options.indexOf(other);
}

/** How well a secret is kept that is wrapped so. Of a credential of an earlier program nobody knows where it came from. */
export function storageOf(protection: KeyProtection): KeyStorage {
  return protection === "credential" || protection === "file" ? "software" : protection;
}

function sealedWay(dir: string, tpm: Tpm | null): Way {
  const readSealed = () => readSecretFile(dir, sealedKeyName, maxFileBytes);
  let opened: Uint8Array | null = null;

  async function find(): Promise<Uint8Array | null> {
    const stored = opened ? null : await readSealed();
    if (!stored) return opened;
    const sealed = sealedKey.safeParse(parseJson(stored));
    opened = whole(await there(tpm).unseal(sealed.success ? sealed.data : refuse("damaged")));
    return opened;
  }

  return {
    storage: "tpm",
    protection: "tpm",
    works: async () => (await readSealed()) !== null || (await tpm?.works()) === true,
    find,
    async make() {
      const made = new Uint8Array(randomBytes(keyBytes));
      const stored = { version: 1, ...(await there(tpm).seal(made)) };
      opened = await kept(dir, sealedKeyName, utf8(JSON.stringify(stored)), find, made);
      return opened;
    },
  };
}

/** The TPM that something was left to; where it is not there, the disk may stand in another machine. */
export function there(tpm: Tpm | null): Tpm {
  return tpm ?? refuse("no TPM here", "system");
}

function credentialWay(credentials: Credentials, kind: CredentialKind): Way {
  const find = () => credentials.wrappingKey(kind);
  const storage = `credential_${kind}` as const;
  return {
    storage,
    protection: storage,
    works: async () => (await find()) !== null,
    find,
    make: async () => refuse(`wrapping key missing (${storage})`),
  };
}

function accountWay(dir: string, account: AccountVault): Way {
  async function find(): Promise<Uint8Array | null> {
    const blob = await readSecretFile(dir, accountKeyName, maxFileBytes);
    return blob && whole(asked(() => account.reveal(blob)));
  }
  return {
    storage: "dpapi",
    protection: "dpapi",
    works: async () => true,
    find,
    make() {
      const made = new Uint8Array(randomBytes(keyBytes));
      return kept(
        dir,
        accountKeyName,
        asked(() => account.protect(made)),
        find,
        made,
      );
    },
  };
}

function fileWay(dir: string): Way {
  async function find(): Promise<Uint8Array | null> {
    const key = await readSecretFile(dir, fileKeyName, keyBytes);
    if (key && key.length < keyBytes) refuse("wrapping key too short (file)");
    return key;
  }
  return {
    storage: "software",
    protection: "file",
    works: async () => true,
    find,
    make() {
      const made = new Uint8Array(randomBytes(keyBytes));
      return kept(dir, fileKeyName, made, find, made);
    },
  };
}

/** Where another part, or another process, made one at this moment, that is the one. */
async function kept(
  dir: string,
  name: string,
  bytes: Uint8Array,
  find: () => Promise<Uint8Array | null>,
  made: Uint8Array,
): Promise<Uint8Array> {
  try {
    await createStateFile(dir, name, bytes);
    return made;
  } catch (failure) {
    const theirs = await find();
    if (!theirs) throw failure;
    return theirs;
  }
}

function asked<T>(work: () => T): T {
  try {
    return work();
  } catch {
    // The system's own words about a secret are not passed on.
    return refuse("account", "system");
  }
}

function whole(key: Uint8Array): Uint8Array {
  return key.length === keyBytes ? key : refuse("damaged");
}
