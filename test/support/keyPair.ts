/** A new key pair on P-256, in the hands of node:crypto. */

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";

export function newKeyPair(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  // Written down and read again: Node 20 waits for itself for ever where its garbage collector finds the job that made a key
  // just while that key is exported as a JWK. A key that was read was made by no job.
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { format: "der", type: "pkcs8" },
    publicKeyEncoding: { format: "der", type: "spki" },
  });
  return {
    privateKey: createPrivateKey({ key: privateKey, format: "der", type: "pkcs8" }),
    publicKey: createPublicKey({ key: publicKey, format: "der", type: "spki" }),
  };
}
