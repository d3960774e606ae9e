/**
 * The Signer port on Node: which key lies in which file of the state folder. The one in use, the one that is to take its
 * place, and each that was in use before under its own name.
 */

import { utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import type { Result } from "../../base/result.ts";
import type { Signer, SignerFailure } from "../../ports/signer.ts";
import { attempt, type FileFault, refuse } from "../common/stateFiles.ts";
import { keepBetter, makeKey, type OpenKey, openKey, parseKept } from "./keptKey.ts";
import { createKeyStore, isStronger, type KeyStore } from "./keyStore.ts";
import { createStateFile, eraseStateFile, readSecretFile, replaceStateFile } from "./stateFiles.ts";
import { dropFileKey, wrapAnew } from "./wrapAnew.ts";

const keyName = "device-key.json";
const nextName = "device-key.next.json";
const nameBefore = (kid: string) => `device-key.${kid}.json`;
const maxFileBytes = 4096;

/** `keys`: where nothing is told, a file beside it. */
export function createNodeSigner(options: { readonly dir: string; readonly keys?: KeyStore }): Signer {
  const { dir, keys = createKeyStore({ dir }) } = options;
  const mutex = createMutex();
  let inUse: OpenKey | null = null;
  /** By name: of the keys before. */
  const before = new Map<string, OpenKey>();

  function attempted<T>(work: () => Promise<T>): Promise<Result<T, SignerFailure>> {
    const failure = (reason: string, fault: FileFault): SignerFailure => ({ code: failureCodes[fault], reason });
    return mutex.run(() => attempt(work, failure));
  }

  async function read(name: string): Promise<OpenKey | null> {
    const bytes = await readSecretFile(dir, name, maxFileBytes);
    return bytes && openKey(parseKept(bytes), keys);
  }

  /** At the first use nobody else works in the folder yet: what lies there under a weaker key is wrapped anew. */
  async function load(): Promise<OpenKey> {
    if (inUse) return inUse;
    await keys.check();
    const found = await read(keyName);
    await wrapAnew(dir, keys);
    inUse = found ?? (await make(keyName));
    return inUse;
  }

  async function make(name: string): Promise<OpenKey> {
    const made = await makeKey(keys);
    await createStateFile(dir, name, bytesOf(made.kept));
    return made;
  }

  async function named(kid: string | undefined): Promise<OpenKey> {
    const current = await load();
    if (kid === undefined || kid === current.deviceKey.kid) return current;
    const next = await readNext();
    if (next?.deviceKey.kid === kid) return next;
    const earlier = before.get(kid) ?? (await read(nameBefore(kid)));
    if (earlier?.deviceKey.kid !== kid) return refuse("no key of this name");
    before.set(kid, earlier);
    return earlier;
  }

  /** One that cannot sign was never in use, and may go. */
  async function readNext(): Promise<OpenKey | null> {
    const next = await attempt(
      async () => {
        const found = await read(nextName);
        await found?.sign(new Uint8Array());
        return found;
      },
      (reason) => ({ code: "signer/key-unusable", reason }) as const,
    );
    return next.ok ? next.value : null;
  }

  async function stronger(): Promise<OpenKey | null> {
    const { deviceKey } = await load();
    const strongest = await keys.strongest();
    if (!isStronger(strongest, deviceKey.storage)) {
      // What a cut left there when its key had come into use.
      await eraseStateFile(dir, nextName);
      return null;
    }
    const next = await readNext();
    if (next && next.deviceKey.storage === strongest) return next;
    await eraseStateFile(dir, nextName);
    return make(nextName);
  }

  /** The key before is put away first: a cut leaves it in two places, never in none. */
  async function use(kid: string): Promise<boolean> {
    const current = await load();
    if (kid !== current.deviceKey.kid) {
      const next = await read(nextName);
      if (next?.deviceKey.kid !== kid) return false;
      await replaceStateFile(dir, nameBefore(current.deviceKey.kid), bytesOf(await keepBetter(current, keys)));
      await replaceStateFile(dir, keyName, bytesOf(next.kept));
      inUse = next;
    }
    await eraseStateFile(dir, nextName);
    await dropFileKey(dir);
    return true;
  }

  return {
    key: (kid) => attempted(async () => (await named(kid)).deviceKey),
    sign: (bytes, kid) => attempted(async () => (await named(kid)).sign(bytes)),
    stronger: () => attempted(async () => (await stronger())?.deviceKey ?? null),
    use: (kid) => attempted(() => use(kid)),
  };
}

const failureCodes = {
  system: "signer/key-unreadable",
  exposed: "signer/key-exposed",
  unfit: "signer/key-unusable",
  cleared: "signer/chip-cleared",
} as const satisfies Record<FileFault, SignerFailure["code"]>;

const bytesOf = (kept: OpenKey["kept"]) => utf8(JSON.stringify(kept));
