/** Files that somebody names at the shell: from where they stand, bounded, and public keys parsed. */

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { findJsonFault, parseStrictJson } from "../base/json.ts";
import { err, type Failure, ok, type Result } from "../base/result.ts";
import { type PublicJwk, publicJwk } from "../contract/fields.ts";

export type FileFailure =
  /** `reason` is the system's, e.g. ENOENT. */
  | { readonly code: "cli/file-unreadable"; readonly file: string; readonly reason: string }
  | { readonly code: "cli/file-too-large"; readonly file: string; readonly maxBytes: number };

export type RegularFileFailure =
  | FileFailure
  /** A folder, a pipe, a device: what it holds is another thing for everybody who looks. */
  | { readonly code: "cli/not-a-file"; readonly file: string };

export type KeyFailure =
  | RegularFileFailure
  | {
      readonly code: "cli/key-private" | "cli/key-unusable";
      readonly file: string;
    }
  /** `line` is counted from 1. */
  | { readonly code: "cli/key-not-json" | "cli/key-ambiguous"; readonly file: string; readonly line: number }
  /** `member` says that it is for something else than what it is wanted for. */
  | { readonly code: "cli/key-for-something-else"; readonly file: string; readonly member: string };

/** The path as the person at the shell means it. npm runs its scripts in the project's folder and keeps theirs in INIT_CWD. */
export function fromWhereTheyStand(file: string): string {
  return resolve(process.env.INIT_CWD ?? "", file);
}

/** All bytes of a file of at most `maxBytes`; more is never held, also of a device file that has no end. */
export function readBounded(file: string, maxBytes: number): Promise<Result<Uint8Array, FileFailure>> {
  return reading<FileFailure>(file, constants.O_RDONLY, (handle) => readAll(handle, file, maxBytes));
}

/** The same of what lies on a disk and is the same whenever somebody reads it. Waits for nobody. */
export function readRegularFile(file: string, maxBytes: number): Promise<Result<Uint8Array, RegularFileFailure>> {
  return reading<RegularFileFailure>(file, constants.O_RDONLY | constants.O_NONBLOCK, async (handle) => {
    const isFile = (await handle.stat()).isFile();
    return isFile ? readAll(handle, file, maxBytes) : err({ code: "cli/not-a-file", file });
  });
}

async function reading<E extends Failure>(
  file: string,
  flags: number,
  read: (handle: FileHandle) => Promise<Result<Uint8Array, E>>,
): Promise<Result<Uint8Array, E | FileFailure>> {
  try {
    const handle = await open(fromWhereTheyStand(file), flags);
    return await read(handle).finally(() => handle.close());
  } catch (error) {
    return err({ code: "cli/file-unreadable", file, reason: systemCode(error) });
  }
}

async function readAll(handle: FileHandle, file: string, maxBytes: number): Promise<Result<Uint8Array, FileFailure>> {
  const bytes = new Uint8Array(maxBytes + 1);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
    if (bytesRead === 0) return ok(bytes.subarray(0, length));
    length += bytesRead;
  }
  return err({ code: "cli/file-too-large", file, maxBytes });
}

const maxKeyFileBytes = 16_384;

/** What a key of another party is wanted for here. */
export type KeyPurpose = "verify" | "agree";

/** The P-256 keys of a file that holds one JWK or a JWK set (RFC 7517). A private key is not taken even by mistake. */
export async function readPublicKeys(
  file: string,
  purpose: KeyPurpose = "verify",
): Promise<Result<readonly PublicJwk[], KeyFailure>> {
  const read = await readRegularFile(file, maxKeyFileBytes);
  if (!read.ok) return read;
  const wrong = findJsonFault(read.value);
  if (wrong) return err({ code: `cli/key-${wrong.fault}`, file, line: wrong.line });
  const value = parseStrictJson(read.value);
  const found: PublicJwk[] = [];
  for (const candidate of candidatesIn(value)) {
    const key = publicKeyOf(candidate, purpose, file);
    if (!key.ok) return key;
    found.push(key.value);
  }
  return found.length > 0 ? ok(found) : err({ code: "cli/key-unusable", file });
}

function candidatesIn(value: unknown): readonly unknown[] {
  const isSet = typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys);
  return isSet ? (value as { keys: unknown[] }).keys : [value];
}

/** Of whichever kind of key (RFC 7518 sections 6.2.2, 6.3.2 and 6.4). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

type Rules = Readonly<Record<string, (said: unknown) => boolean>>;

/** What says what the key is for (RFC 7517 sections 4.2 to 4.4), and may say this alone. The public half of ECDH does nothing. */
const purposes: Readonly<Record<KeyPurpose, Rules>> = {
  verify: {
    use: (said) => said === "sig",
    key_ops: (said) => Array.isArray(said) && said.includes("verify"),
    alg: (said) => said === "ES256",
  },
  agree: {
    use: (said) => said === "enc",
    key_ops: (said) => Array.isArray(said) && said.length === 0,
    alg: (said) => said === "ECDH-ES",
  },
};

function publicKeyOf(candidate: unknown, purpose: KeyPurpose, file: string): Result<PublicJwk, KeyFailure> {
  if (typeof candidate !== "object" || candidate === null) return err({ code: "cli/key-unusable", file });
  const said: Readonly<Record<string, unknown>> = { ...candidate };
  if (privateMembers.some((member) => member in said)) return err({ code: "cli/key-private", file });
  const rules = purposes[purpose];
  const member = Object.keys(rules).find((name) => name in said && !rules[name]?.(said[name]));
  if (member !== undefined) return err({ code: "cli/key-for-something-else", file, member });
  const { kty, crv, x, y } = said;
  const key = publicJwk.safeParse({ kty, crv, x, y });
  return key.success ? ok(key.data) : err({ code: "cli/key-unusable", file });
}

/** The name the system has for what went wrong with a file, e.g. EACCES. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "EIO";
}
