/** The Hash port where the platform has no digest that answers at once: a WebView, a browser. */

import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { base64url } from "../../base/bytes.ts";
import type { Hash } from "../../ports/hash.ts";

const algorithms = { SHA1: sha1, SHA256: sha256, SHA512: sha512 } as const;

export function createScriptHash(): Hash {
  return {
    sha256: (bytes) => sha256(bytes),
    sha256Text: (bytes) => base64url(sha256(bytes)),
    hmac: (algorithm, key, bytes) => hmac(algorithms[algorithm], key, bytes),
  };
}
