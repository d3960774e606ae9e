/** The bytes that name a key: RFC 7638 hashes the required members of an EC key alone, in this order and without space. */

import { utf8 } from "./bytes.ts";

type EcJwk = { readonly crv: string; readonly kty: string; readonly x: string; readonly y: string };

/** What the thumbprint is the SHA-256 of (section 3.2). */
export function canonicalJwk({ crv, kty, x, y }: EcJwk): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify({ crv, kty, x, y }));
}
