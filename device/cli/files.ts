/** Files that somebody names at the shell: from where they stand, bounded, and public keys parsed. */

import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { fromUtf8 } from "../base/bytes.ts";
import { parseJson } from "../base/json.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type PublicJwk, publicJwk } from "../contract/fields.ts";

export type FileFailure =
  /** `reason` is the system's, e.g. ENOENT. */
  | { readonly code: "cli/file-unreadable"; readonly file: string; readonly reason: string }
  | { readonly code: "cli/file-too-large"; readonly file: string; readonly maxBytes: number };

export type KeyFailure = FileFailure | { readonly code: "cli/key-private" | "cli/key-unusable"; readonly file: string };

/** The path as the person at the shell means it. npm runs its scripts in the project's folder and keeps theirs in INIT_CWD. */
export function fromWhereTheyStand(file: string): string {
  return resolve(process.env.INIT_CWD ?? "", file);
}

/** All bytes of a file of at most `maxBytes`; more is never held, also of a device file that has no end. */
export async function readBounded(file: string, maxBytes: number): Promise<Result<Uint8Array, FileFailure>> {
  try {
    const handle = await open(fromWhereTheyStand(file), "r");
    try {
      const bytes = new Uint8Array(maxBytes + 1);
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
        if (bytesRead === 0) return ok(bytes.subarray(0, length));
        length += bytesRead;
      }
      return err({ code: "cli/file-too-large", file, maxBytes });
    } finally {
      await handle.close();
    }
  } catch (error) {
    return err({ code: "cli/file-unreadable", file, reason: systemCode(error) });
  }
}

const maxKeyFileBytes = 16_384;

/** The P-256 keys of a file that holds one JWK or a JWK set (RFC 7517). A private key is not taken even by mistake. */
export async function readPublicKeys(file: string): Promise<Result<readonly PublicJwk[], KeyFailure>> {
  const read = await readBounded(file, maxKeyFileBytes);
  if (!read.ok) return read;
  const found: PublicJwk[] = [];
  for (const candidate of candidatesOf(fromUtf8(read.value) ?? "")) {
    if (typeof candidate !== "object" || candidate === null) return err({ code: "cli/key-unusable", file });
    if ("d" in candidate) return err({ code: "cli/key-private", file });
    const { kty, crv, x, y }: Readonly<Record<string, unknown>> = { ...candidate };
    const key = publicJwk.safeParse({ kty, crv, x, y });
    if (!key.success) return err({ code: "cli/key-unusable", file });
    found.push(key.data);
  }
  return found.length > 0 ? ok(found) : err({ code: "cli/key-unusable", file });
}

function candidatesOf(text: string): readonly unknown[] {
  const value = parseJson(text);
  const isSet = typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys);
  return isSet ? (value as { keys: unknown[] }).keys : [value];
}

/** The name the system has for what went wrong with a file, e.g. EACCES. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "EIO";
}
