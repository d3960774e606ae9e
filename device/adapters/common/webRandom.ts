/** The Random port over WebCrypto. */

import type { Random } from "../../ports/random.ts";

/** What one call may ask for (Web Cryptography API, section 10.1.1). */
const maxBytes = 65_536;

export function createWebRandom(): Random {
  return {
    bytes(count) {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += maxBytes) crypto.getRandomValues(bytes.subarray(at, at + maxBytes));
      return bytes;
    },
  };
}
