/** The Hash port where the platform has no digest that answers at once: a WebView, a browser. */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64url } from "../../base/bytes.ts";
import type { Hash } from "../../ports/hash.ts";

export function createScriptHash(): Hash {
  return {
    sha256: (bytes) => sha256(bytes),
    sha256Text: (bytes) => base64url(sha256(bytes)),
    hmac: (key, bytes) => hmac(sha256, key, bytes),
  };
}
