/** A P-256 key pair in the hands of node:crypto: its public face and its signature. Knows no file. */

import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";
import { base64url } from "../../base/bytes.ts";
import { canonicalJwk } from "../../base/canonicalJwk.ts";
import { withLowS } from "../../base/lowS.ts";
import type { DeviceKey } from "../../ports/signer.ts";

/** The public half and its name. Throws when the key is not on P-256. */
export function deviceKeyOf(privateKey: KeyObject): Pick<DeviceKey, "kid" | "publicJwk"> {
  const publicJwk = publicJwkOf(createPublicKey(privateKey));
  return { kid: kidOf(publicJwk), publicJwk };
}

/** Throws when the key is not on P-256. */
export function publicJwkOf(publicKey: KeyObject): DeviceKey["publicJwk"] {
  const { kty, crv, x, y } = publicKey.export({ format: "jwk" });
  if (kty !== "EC" || crv !== "P-256" || !x || !y) throw new Error("not a P-256 key");
  return { kty, crv, x, y };
}

/** SHA-256 thumbprint (RFC 7638). */
export function kidOf(publicJwk: DeviceKey["publicJwk"]): string {
  return base64url(createHash("sha256").update(canonicalJwk(publicJwk)).digest());
}

/** ES256 (RFC 7518 section 3.4): r and s, 32 bytes each, s the lower of the two that would do. */
export function signEs256(privateKey: KeyObject, bytes: Uint8Array): Uint8Array {
  return withLowS(new Uint8Array(sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" })));
}
