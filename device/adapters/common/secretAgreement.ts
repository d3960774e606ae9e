/** A secret by ECDH with somebody whose public key is known, bound to what it is for. Knows no file. */

import { base64url, concat } from "../../base/bytes.ts";
import type { PublicJwk } from "../../contract/fields.ts";
import { agreementContext } from "../../contract/messages/enrolment.ts";
import type { Hash } from "../../ports/hash.ts";
import type { Agreement } from "../../ports/offlineSecret.ts";

export const agreedBytes = 32;

export type Agreed = {
  /** The public half of a key pair that nobody has any more. */
  readonly terminalKey: PublicJwk;
  /** By which another agreement is told from this one. */
  readonly contextHash: string;
  readonly secret: Uint8Array;
};

const curve = { name: "ECDH", namedCurve: "P-256" } as const;

/** With a new key pair. Throws when the upstream's key is no point on the curve. */
export async function agreeOnSecret(hash: Hash, agreement: Agreement): Promise<Agreed> {
  const upstreamKey = await crypto.subtle.importKey("jwk", agreement.upstreamKey, curve, false, []);
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", publicKey);
  if (!x || !y) throw new Error("a key without its coordinates");
  const terminalKey = { kty: "EC", crv: "P-256", x, y } as const;
  const context = contextOf(hash, agreement, terminalKey);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: upstreamKey }, privateKey, 256));
  const secret = expand(hash, shared, context);
  shared.fill(0);
  return { terminalKey, contextHash: base64url(context), secret };
}

export function contextHashOf(hash: Hash, agreement: Agreement, terminalKey: PublicJwk): string {
  return base64url(contextOf(hash, agreement, terminalKey));
}

function contextOf(hash: Hash, agreement: Agreement, terminalKey: PublicJwk): Uint8Array {
  return hash.sha256(agreementContext({ ...agreement, terminalKey }));
}

/** HKDF with SHA-256 (RFC 5869), without a salt, to the length of one hash: one step of the expansion. */
function expand(hash: Hash, shared: Uint8Array, info: Uint8Array): Uint8Array {
  const key = hash.hmac(new Uint8Array(32), shared);
  const expanded = hash.hmac(key, concat([info, Uint8Array.of(1)]));
  key.fill(0);
  return expanded;
}
