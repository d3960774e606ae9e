/** A state folder and a machine around it that keeps keys in one of the ways there are. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { handedOver } from "../../device/adapters/node/credentials.ts";
import { type AccountVault, createKeyStore, type KeyStore } from "../../device/adapters/node/keyStore.ts";
import { createTpm } from "../../device/adapters/node/tpm.ts";
import { makeScratchDir } from "./scratchDir.ts";

export type KeyPlace = {
  readonly dir: string;
  /** As a process finds them after a start. */
  keys(): KeyStore;
};

export async function softwarePlace(): Promise<KeyPlace> {
  const dir = join(await makeScratchDir(), "state");
  return { dir, keys: () => createKeyStore({ dir }) };
}

/** systemd has opened this credential and put it there. */
export async function credentialPlace(kind: "host" | "tpm2"): Promise<KeyPlace> {
  const root = await makeScratchDir();
  const [dir, credentialsDir] = [join(root, "state"), join(root, "credentials")];
  await mkdir(credentialsDir);
  await writeFile(join(credentialsDir, `jiebang-kek-${kind}`), new Uint8Array(32).fill(7), { mode: 0o440 });
  return { dir, keys: () => createKeyStore({ dir, credentials: handedOver(credentialsDir) }) };
}

/** A Windows that protects by turning every bit. */
export const turningAccount: AccountVault = {
  protect: (secret) => secret.map((byte) => byte ^ 0xff),
  reveal: (blob) => blob.map((byte) => byte ^ 0xff),
};

export async function accountPlace(account: AccountVault = turningAccount): Promise<KeyPlace> {
  const dir = join(await makeScratchDir(), "state");
  return { dir, keys: () => createKeyStore({ dir, account }) };
}

export async function tpmPlace({ tcti }: { readonly tcti: string }): Promise<KeyPlace> {
  const dir = join(await makeScratchDir(), "state");
  return { dir, keys: () => createKeyStore({ dir, tpm: createTpm(tcti) }) };
}
