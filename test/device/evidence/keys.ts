/** Keys and digests of the tests: real ES256 by node:crypto, behind the same ports as in a kiosk. */

import type { KeyObject } from "node:crypto";
import { signEs256 } from "../../../device/adapters/node/deviceKey.ts";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { ok } from "../../../device/base/result.ts";
import { type PublicJwk, publicJwk } from "../../../device/contract/fields.ts";
import type { Signer } from "../../../device/ports/signer.ts";
import { thumbprint } from "../../../device/trust/jws.ts";
import { newKeyPair } from "../../support/keyPair.ts";

export const hash = createNodeHash();

export type Party = { readonly kid: string; readonly jwk: PublicJwk; readonly key: KeyObject; readonly signer: Signer };

/** Somebody with a key pair of their own: a terminal, an upstream, a stranger. */
export function createParty(): Party {
  const { privateKey, publicKey } = newKeyPair();
  const jwk = publicJwk.parse(publicKey.export({ format: "jwk" }));
  const kid = thumbprint(jwk, hash);
  const signer: Signer = {
    key: async () => ok({ kid, publicJwk: jwk, storage: "software" }),
    sign: async (bytes) => ok(signEs256(privateKey, bytes)),
    stronger: async () => ok(null),
    use: async (name) => ok(name === kid),
  };
  return { kid, jwk, key: publicKey, signer };
}
