/** An ES256 signing key of the upstream: what it signs is a compact JWS with a `typ` and the key's thumbprint as `kid`. */

import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { base64url, fromBase64url, utf8 } from "../../device/base/bytes.ts";
import { withLowS } from "../../device/base/lowS.ts";
import { type PublicJwk, publicJwk } from "../../device/contract/fields.ts";
import type { JwsType } from "../../device/contract/messages/jwsTypes.ts";

export type SigningKey = {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  sign(typ: JwsType, payload: object): Promise<string>;
};

/** A new private key; keep it secret. */
export async function generatePrivateJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return exportJWK(privateKey);
}

/** Without a key it makes one that is forgotten with the process. */
export async function createSigningKey(privateJwk?: JWK): Promise<SigningKey> {
  const jwk = privateJwk ?? (await generatePrivateJwk());
  const key = await importJWK(jwk, "ES256");
  const shown = publicJwk.parse({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y });
  const kid = await calculateJwkThumbprint(shown, "sha256");
  return {
    kid,
    publicJwk: shown,
    async sign(typ, payload) {
      const jws = await new CompactSign(utf8(JSON.stringify(payload)))
        .setProtectedHeader({ alg: "ES256", typ, kid })
        .sign(key);
      const end = jws.lastIndexOf(".") + 1;
      const signature = fromBase64url(jws.slice(end));
      if (!signature) throw new Error("a signature that is no base64url");
      return jws.slice(0, end) + base64url(withLowS(signature));
    },
  };
}
