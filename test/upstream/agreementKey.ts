/** The upstream's half of the agreement on a secret, by WebCrypto: what the terminal does with other functions comes out the same. */

import { calculateJwkThumbprint, type JWK } from "jose";
import { type PublicJwk, publicJwk } from "../../device/contract/fields.ts";
import { agreementContext } from "../../device/contract/messages/enrolment.ts";

export type AgreementKey = {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  /** 32 bytes. Rejects when the terminal's key is no point on the curve. */
  secretWith(terminal: {
    readonly terminalKey: PublicJwk;
    readonly audience: string;
    readonly sn: string;
    readonly deviceKid: string;
  }): Promise<Uint8Array>;
};

const curve = { name: "ECDH", namedCurve: "P-256" } as const;

/** A new private key; keep it secret. */
export async function generateAgreementJwk(): Promise<JWK> {
  const { privateKey } = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", privateKey);
  return { kty, crv, x, y, d } as JWK;
}

/** Without a key it makes one that is forgotten with the process. */
export async function createAgreementKey(privateJwk?: JWK): Promise<AgreementKey> {
  const jwk = privateJwk ?? (await generateAgreementJwk());
  const upstreamKey = publicJwk.parse({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y });
  const privateKey = await crypto.subtle.importKey("jwk", jwk as JsonWebKey, curve, false, ["deriveBits"]);
  return {
    kid: await calculateJwkThumbprint(upstreamKey, "sha256"),
    publicJwk: upstreamKey,
    async secretWith({ terminalKey, ...names }) {
      const theirs = await crypto.subtle.importKey("jwk", terminalKey, curve, false, []);
      const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256);
      const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
      const info = await crypto.subtle.digest("SHA-256", agreementContext({ ...names, upstreamKey, terminalKey }));
      const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
      return new Uint8Array(await crypto.subtle.deriveBits(hkdf, material, 256));
    },
  };
}

/** A point beside the curve would give away bits of the private key (NIST SP 800-56A section 5.6.2.3). */
export function isOnCurve(key: PublicJwk): Promise<boolean> {
  return crypto.subtle.importKey("jwk", key, curve, false, []).then(
    () => true,
    () => false,
  );
}
