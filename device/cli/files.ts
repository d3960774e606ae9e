/** Files that somebody names at the shell: from where they stand, bounded, and public keys parsed. */

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { err, type Failure, ok, type Result } from "../base/result.ts";
import type { PublicJwk } from "../contract/fields.ts";
import { type KeyPurpose, maxKeyFileBytes, parsePublicKeys } from "../trust/publicKeys.ts";

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

/** The keys of a file, as their owner handed it over. */
export async function readPublicKeys(
  file: string,
  purpose: KeyPurpose = "verify",
): Promise<Result<readonly PublicJwk[], KeyFailure>> {
  const read = await readRegularFile(file, maxKeyFileBytes);
  if (!read.ok) return read;
  const keys = parsePublicKeys(read.value, purpose);
  if (keys.ok) return keys;
  const { error } = keys;
  switch (error.code) {
    case "key/not-json":
      return err({ code: "cli/key-not-json", file, line: error.line });
    case "key/ambiguous":
      return err({ code: "cli/key-ambiguous", file, line: error.line });
    case "key/for-something-else":
      return err({ code: "cli/key-for-something-else", file, member: error.member });
    case "key/private":
      return err({ code: "cli/key-private", file });
    case "key/unusable":
      return err({ code: "cli/key-unusable", file });
  }
}

/** The name the system has for what went wrong with a file, e.g. EACCES. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "EIO";
}
