/**
 * Brings what lies in the state folder under a weaker wrapping key under the strongest there is, and throws the weakest away
 * when nothing needs it any more. A cut leaves each file as it was or as it is to be, and both keys.
 */

import { readdir } from "node:fs/promises";
import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import type { KeyStorage } from "../../contract/fields.ts";
import { type WrappedFile, wrappedSecret } from "../common/keyWrapping.ts";
import { offlineSecretFile } from "../common/offlineSecret.ts";
import { pepperFile } from "../common/pinVault.ts";
import { counterFile } from "../common/stateCounter.ts";
import { attempt } from "../common/stateFiles.ts";
import { fileKeyName, isStronger, type KeyStore, storageOf } from "./keyStore.ts";
import { eraseStateFile, readSecretFile, readStateFile, replaceStateFile } from "./stateFiles.ts";

const files: readonly WrappedFile[] = [pepperFile, offlineSecretFile, counterFile];
const wrapped = z.looseObject(wrappedSecret);
const protectedSomehow = z.looseObject({ protection: z.string() });
/** More than any file here that is JSON. */
const maxFileBytes = 16_777_216;

/** May refuse as in `attempt`. A file that cannot be opened is left as it is: whoever needs it says so. */
export async function wrapAnew(dir: string, keys: KeyStore): Promise<void> {
  const strongest = await keys.strongest();
  if (strongest === "software") return;
  for (const file of files) await attempt(() => wrapFile(file, dir, keys, strongest), leftAsItIs);
  await dropFileKey(dir);
}

/** Nothing happens as long as anything is wrapped under it, or may be. */
export async function dropFileKey(dir: string): Promise<void> {
  if (!(await isFileKeyNeeded(dir))) await eraseStateFile(dir, fileKeyName);
}

async function wrapFile(file: WrappedFile, dir: string, keys: KeyStore, strongest: KeyStorage): Promise<void> {
  const bytes = await readSecretFile(dir, file.name, file.maxBytes);
  const stored = wrapped.safeParse(bytes && parseJson(bytes));
  const use = stored.success && file.useOf(stored.data);
  if (!stored.success || !use || !isStronger(strongest, storageOf(stored.data.protection))) return;
  const plain = await keys.unwrap(stored.data, use);
  const better = await keys.wrap(plain, use).finally(() => plain.fill(0));
  await replaceStateFile(dir, file.name, utf8(JSON.stringify({ ...stored.data, ...better })));
}

const leftAsItIs = (reason: string) => ({ code: "left-as-it-is", reason }) as const;

async function isFileKeyNeeded(dir: string): Promise<boolean> {
  const names: readonly string[] = await readdir(dir).catch(() => []);
  if (!names.includes(fileKeyName)) return true;
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const bytes = await readStateFile(dir, name, maxFileBytes).catch(() => "unread" as const);
    // What cannot be read now, and is well again later, must find its key.
    if (bytes === "unread") return true;
    const stored = protectedSomehow.safeParse(bytes && parseJson(bytes));
    if (stored.success && stored.data.protection === "file") return true;
  }
  return false;
}
