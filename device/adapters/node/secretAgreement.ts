/** A secret by ECDH with somebody whose public key is known, bound to what it is for. Knows no file. */

import { createHash, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from "node:crypto";
import { base64url } from "../../base/bytes.ts";
import type { PublicJwk } from "../../contract/fields.ts";
import { agreementContext } from "../../contract/messages/enrolment.ts";
import type { Agreement } from "../../ports/offlineSecret.ts";
import { deviceKeyOf } from "./deviceKey.ts";

export const agreedBytes = 32;

export type Agreed = {
  /** The public half of a key pair that nobody has any more. */
  readonly terminalKey: PublicJwk;
  /** By which another agreement is told from this one. */
  readonly contextHash: string;
  /** To be overwritten after use. */
  readonly secret: Buffer;
};

/** With a new key pair. Throws when the upstream's key is no point on the curve. */
export function agreeOnSecret(agreement: Agreement): Agreed {
  const publicKey = createPublicKey({ key: agreement.upstreamKey, format: "jwk" });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const terminalKey = deviceKeyOf(privateKey).publicJwk;
  const contextHash = contextHashOf(agreement, terminalKey);
  const shared = diffieHellman({ privateKey, publicKey });
  const info = Buffer.from(contextHash, "base64url");
  const secret = Buffer.from(hkdfSync("sha256", shared, new Uint8Array(), info, agreedBytes));
  shared.fill(0);
  return { terminalKey, contextHash, secret };
}

export function contextHashOf(agreement: Agreement, terminalKey: PublicJwk): string {
  const context = agreementContext({ ...agreement, terminalKey });
  return base64url(createHash("sha256").update(context).digest());
}
