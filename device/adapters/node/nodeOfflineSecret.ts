/** The OfflineSecret port on Node: agreed on by ECDH, wrapped as the signing key is, in a private file beside it. */

import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type PublicJwk, publicJwk, sha256Text } from "../../contract/fields.ts";
import type { Agreement, OfflineSecret, OfflineSecretFailure } from "../../ports/offlineSecret.ts";
import { createKeyWrapping, wrappedSecret } from "./keyWrapping.ts";
import { agreedBytes, agreeOnSecret, contextHashOf } from "./secretAgreement.ts";
import { attempt, createStateFile, readSecretFile, refuse, replaceStateFile } from "./stateFiles.ts";

const secretName = "offline-secret.json";
const maxFileBytes = 1024;

const storedSecret = z.discriminatedUnion("version", [
  /** Of an earlier program, which sent the secret itself. */
  z.object({ version: z.literal(1), ...wrappedSecret }),
  z.object({ version: z.literal(2), terminalKey: publicJwk, contextHash: sha256Text, ...wrappedSecret }),
]);
type StoredSecret = z.infer<typeof storedSecret>;

/** `credentialsDir` is systemd's $CREDENTIALS_DIRECTORY, or nothing. */
export function createNodeOfflineSecret(options: {
  readonly dir: string;
  readonly credentialsDir?: string;
}): OfflineSecret {
  const { dir, credentialsDir } = options;
  const wrapping = createKeyWrapping(dir, credentialsDir);
  const mutex = createMutex();
  let loaded: KeyObject | null = null;

  function attempted<T>(work: () => Promise<T>): Promise<Result<T, OfflineSecretFailure>> {
    return mutex.run(() => attempt(work, (reason) => ({ code: "offline/secret-unusable", reason }) as const));
  }

  async function readFile(): Promise<StoredSecret | null> {
    const bytes = await readSecretFile(dir, secretName, maxFileBytes);
    if (!bytes) return null;
    const stored = storedSecret.safeParse(parseJson(bytes));
    return stored.success ? stored.data : refuse("damaged");
  }

  async function keyIn(stored: StoredSecret): Promise<KeyObject> {
    return keyOf(await wrapping.unwrap(stored, useOf(stored)));
  }

  async function agree(agreement: Agreement): Promise<PublicJwk> {
    const stored = await readFile();
    // One that cannot be used is told of, and nothing is put in its place.
    const before = stored && (await keyIn(stored));
    if (stored?.version === 2 && stored.contextHash === contextHashOf(agreement, stored.terminalKey)) {
      loaded = before;
      return stored.terminalKey;
    }
    const { terminalKey, contextHash, secret } = agreeOnSecret(agreement);
    const head = { version: 2, terminalKey, contextHash } as const;
    const wrapped = await wrapping.wrap(secret, useOf(head));
    // Where there is none yet, another process may be making one at this moment: only one of the two stays.
    const put = stored ? replaceStateFile : createStateFile;
    await put(dir, secretName, utf8(JSON.stringify({ ...head, ...wrapped })));
    loaded = keyOf(secret);
    return terminalKey;
  }

  async function load(): Promise<KeyObject | null> {
    const stored = loaded ? null : await readFile();
    if (stored) loaded = await keyIn(stored);
    return loaded;
  }

  return {
    agree: (agreement) => attempted(() => agree(agreement)),
    async hmac(bytes) {
      const key = await attempted(load);
      if (!key.ok) return key;
      if (!key.value) return err({ code: "offline/no-secret" });
      return ok(new Uint8Array(createHmac("sha256", key.value).update(bytes).digest()));
    },
  };
}

/** What is wrapped comes back with what it was agreed on for, or not at all. */
function useOf(head: { readonly version: 1 } | { readonly version: 2; readonly contextHash: string }) {
  if (head.version === 1) return { purpose: "jiebang offline secret wrap v1", boundTo: new Uint8Array() };
  return { purpose: "jiebang offline secret wrap v2", boundTo: utf8(head.contextHash) };
}

/** Takes the bytes over, and leaves none behind. */
function keyOf(plain: Buffer): KeyObject {
  if (plain.length !== agreedBytes) refuse("damaged");
  const key = createSecretKey(plain);
  plain.fill(0);
  return key;
}
