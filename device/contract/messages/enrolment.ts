/** Terminal to provider: a key introduces itself, and asks for what is the terminal's own. */

import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import {
  compactJws,
  imei,
  instant,
  keyId,
  keyStorage,
  type PublicJwk,
  publicJwk,
  saidKeyStorage,
  serialNumber,
  text,
  uuid,
} from "../fields.ts";
import { journalPoint } from "./heard.ts";
import { schemaVersion } from "./jwsTypes.ts";

const certificate = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,8192}$/));

/** Proof that the terminal holds the key whose `jwk` is in the header; `code` is a one-time code and is never kept. */
export const enrolmentPayload = z.strictObject({
  /** What the upstream may answer with; a terminal that says nothing has an earlier program. */
  schemaVersion,
  aud: text(200),
  code: text(64),
  sn: serialNumber,
  imei,
  /**
   * The terminal's half of the agreement on a secret, for codes that are read out over a telephone, and the name of the
   * upstream's key that it was agreed with. The secret itself is in no message.
   */
  agreement: z.strictObject({ key: publicJwk, upstreamKid: keyId }),
  /** How the private key is kept. */
  keyStorage: saidKeyStorage,
  /** Where the platform attests keys: its certificates, DER in base64url, the key's own first; see `attestationContext`. */
  keyAttestation: z.optional(z.array(certificate).check(z.minLength(1), z.maxLength(8))),
  createdAt: instant,
  nonce: uuid,
});

/**
 * A key that is kept better takes the place of the one in use: proof that the terminal holds the key whose `jwk` is in
 * the header. The upstream hears the key before until the next one has signed anything else, so that an answer may be
 * lost. The secret for codes over a telephone stays the one that was agreed on.
 */
export const successionPayload = z.strictObject({
  schemaVersion,
  aud: text(200),
  sn: serialNumber,
  imei,
  keyStorage,
  /** The word of the key in use on this one: a SuccessorPayload. */
  successor: compactJws,
  createdAt: instant,
  nonce: uuid,
});

/** By the key in use: which key is to take its place, by its thumbprint. */
export const successorPayload = z.strictObject({ aud: text(200), sn: serialNumber, kid: keyId, createdAt: instant });

/**
 * What the secret is bound to. Both sides compute HKDF-SHA-256 (RFC 5869): 32 bytes, of the 32 bytes of ECDH on P-256
 * (NIST SP 800-56A section 5.7.1.2) between `upstreamKey` and `terminalKey`, without salt, with the SHA-256 of these bytes as info.
 */
export function agreementContext(of: {
  readonly audience: string;
  readonly sn: string;
  readonly deviceKid: string;
  readonly upstreamKey: PublicJwk;
  readonly terminalKey: PublicJwk;
}): Uint8Array<ArrayBuffer> {
  const { audience, sn, deviceKid, upstreamKey, terminalKey } = of;
  const keys = [upstreamKey.x, upstreamKey.y, terminalKey.x, terminalKey.y];
  return utf8(JSON.stringify(["jiebang offline secret 2", audience, sn, deviceKid, ...keys]));
}

/** A platform that attests keys attests this terminal's with the SHA-256 of these bytes as challenge: made for this upstream. */
export function attestationContext(audience: string): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify(["jiebang device key 1", audience]));
}

/** Authorises one read of the terminal's own data; carried in the Authorization header. */
export const queryPayload = z.strictObject({
  schemaVersion,
  aud: text(200),
  sn: serialNumber,
  method: z.literal("GET"),
  path: text(300),
  createdAt: instant,
  nonce: uuid,
  /** The last record of the terminal's journal: the provider keeps the farthest, and says it back with the bindings. */
  journal: z.optional(journalPoint),
});
