/** The OfflineSecret port over state files: agreed on by ECDH, wrapped as the signing key is, in a private file beside it. */

import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type PublicJwk, publicJwk, sha256Text } from "../../contract/fields.ts";
import type { Hash } from "../../ports/hash.ts";
import type { Agreement, OfflineSecret, OfflineSecretFailure } from "../../ports/offlineSecret.ts";
import { type KeyWrapping, type WrappedFile, wrappedSecret } from "./keyWrapping.ts";
import { agreedBytes, agreeOnSecret, contextHashOf } from "./secretAgreement.ts";
import { attempt, refuse, type StateFiles } from "./stateFiles.ts";

const secretName = "offline-secret.json";
const maxFileBytes = 1024;

const storedSecret = z.discriminatedUnion("version", [
  /** Of an earlier program, which sent the secret itself. */
  z.object({ version: z.literal(1), ...wrappedSecret }),
  z.object({ version: z.literal(2), terminalKey: publicJwk, contextHash: sha256Text, ...wrappedSecret }),
]);
/** As whoever wraps it anew finds it. */
export const offlineSecretFile: WrappedFile = {
  name: secretName,
  maxBytes: maxFileBytes,
  useOf: (stored) => {
    const parsed = storedSecret.safeParse(stored);
    return parsed.success ? useOf(parsed.data) : null;
  },
};
type StoredSecret = z.infer<typeof storedSecret>;

export function createOfflineSecret(parts: {
  readonly files: StateFiles;
  readonly wrapping: KeyWrapping;
  readonly hash: Hash;
}): OfflineSecret {
  const { files, wrapping, hash } = parts;
  const mutex = createMutex();
  let loaded: Uint8Array | null = null;

  function attempted<T>(work: () => Promise<T>): Promise<Result<T, OfflineSecretFailure>> {
    return mutex.run(() => attempt(work, (reason) => ({ code: "offline/secret-unusable", reason }) as const));
  }

  async function readFile(): Promise<StoredSecret | null> {
    const bytes = await files.readSecret(secretName, maxFileBytes);
    if (!bytes) return null;
    const stored = storedSecret.safeParse(parseJson(bytes));
    return stored.success ? stored.data : refuse("damaged");
  }

  async function keyIn(stored: StoredSecret): Promise<Uint8Array> {
    const key = await wrapping.unwrap(stored, useOf(stored));
    return key.length === agreedBytes ? key : refuse("damaged");
  }

  async function agree(agreement: Agreement): Promise<PublicJwk> {
    const stored = await readFile();
    // One that cannot be used is told of, and nothing is put in its place.
    const before = stored && (await keyIn(stored));
    if (stored?.version === 2 && stored.contextHash === contextHashOf(hash, agreement, stored.terminalKey)) {
      loaded = before;
      return stored.terminalKey;
    }
    const { terminalKey, contextHash, secret } = await agreeOnSecret(hash, agreement);
    const head = { version: 2, terminalKey, contextHash } as const;
    const wrapped = await wrapping.wrap(secret, useOf(head));
    // Where there is none yet, another process may be making one at this moment: only one of the two stays.
    const bytes = utf8(JSON.stringify({ ...head, ...wrapped }));
    if (stored) await files.replace(secretName, bytes);
    else await files.create(secretName, bytes);
    loaded = secret;
    return terminalKey;
  }

  async function load(): Promise<Uint8Array | null> {
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
      return ok(hash.hmac(key.value, bytes));
    },
  };
}

/** What is wrapped comes back with what it was agreed on for, or not at all. */
function useOf(head: { readonly version: 1 } | { readonly version: 2; readonly contextHash: string }) {
  if (head.version === 1) return { purpose: "jiebang offline secret wrap v1", boundTo: new Uint8Array() };
  return { purpose: "jiebang offline secret wrap v2", boundTo: utf8(head.contextHash) };
}
