/** How a secret lies in the state directory: wrapped with AES-256-GCM, under a key of its use's own. Knows no file. */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { fromBase64url } from "../../base/bytes.ts";
import type { WrappedSecret, WrapUse } from "../common/keyWrapping.ts";
import { refuse } from "../common/stateFiles.ts";

type Wrapped = Omit<WrappedSecret, "protection">;

export function wrapWith(key: Uint8Array, plain: Uint8Array, { purpose, boundTo }: WrapUse): Wrapped {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(key, purpose), iv).setAAD(boundTo);
  const wrapped = Buffer.concat([cipher.update(plain), cipher.final()]).toString("base64url");
  return { iv: iv.toString("base64url"), wrapped, tag: cipher.getAuthTag().toString("base64url") };
}

/** Refuses what was wrapped with another key or for another use. */
export function unwrapWith(key: Uint8Array, { iv, wrapped, tag }: Wrapped, { purpose, boundTo }: WrapUse): Uint8Array {
  const [ivBytes, wrappedBytes, tagBytes] = [bytesOf(iv), bytesOf(wrapped), bytesOf(tag)];
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFor(key, purpose), ivBytes, { authTagLength: 16 });
    decipher.setAAD(boundTo).setAuthTag(tagBytes);
    return Buffer.concat([decipher.update(wrappedBytes), decipher.final()]);
  } catch {
    // The library's own words about a key are not passed on.
    return refuse("damaged, or wrapped with another key");
  }
}

const keyFor = (key: Uint8Array, purpose: string) => Buffer.from(hkdfSync("sha256", key, "", purpose, 32));

const bytesOf = (text: string) => fromBase64url(text) ?? refuse("damaged");
