/** The bounded field types that every foreign object is parsed with. Knows no object. */

import * as z from "zod/mini";
import { inOurWriting, isOurWriting } from "../base/instant.ts";

// Schemas are interpreted, never compiled with eval: the same contract runs under a strict content policy.
z.config({ jitless: true });

/** Text of 1 to `max` characters, none of them half a surrogate pair: what is signed is read in one way. */
export const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), z.refine(isWellFormed));

function isWellFormed(said: string): boolean {
  return !/\p{Surrogate}/u.test(said);
}

/** UUID in lower-case hex; requests use version 7. */
export const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

/** SHA-256 in base64url without padding: 43 characters. */
export const sha256Text = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** RFC 7638 thumbprint with SHA-256; names a key. */
export const keyId = sha256Text;

/** RFC 3339 in UTC with milliseconds: what is written here, by terminals above all. */
export const instant = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  // A history of thousands of unbinds is read at a start, with several of them in each.
  z.refine(isOurWriting),
);

/** RFC 3339 as an upstream may write it, with an offset or a leap second; read as if it had been written here. */
export const foreignInstant = z.string().check(
  z.maxLength(64),
  z.regex(/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/),
  z.refine((said) => inOurWriting(said) !== null),
  z.overwrite((said) => inOurWriting(said) ?? said),
);

/** Compact JWS (RFC 7515 section 7.1), at most 32 KiB: a report holds a request, an approval around it, and an attestation. */
export const compactJws = z
  .string()
  .check(z.maxLength(32_768), z.regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/));

/** 72 bytes in base64url. */
export const glyphDots = z.string().check(z.regex(/^[A-Za-z0-9_-]{96}$/));

/** Manufacturer's serial number as read from the terminal: 4 to 64 printable ASCII characters, no blank at either end. */
export const serialNumber = z.string().check(z.regex(/^[\x21-\x7e][\x20-\x7e]{2,62}[\x21-\x7e]$/));

/** 15 digits (3GPP TS 23.003 section 6.2.1). */
export const imei = z.string().check(z.regex(/^\d{15}$/));

/** Whole number from 0 that JSON carries without loss. */
export const count = z.number().check(z.int(), z.gte(0), z.lte(1_000_000_000));

/** Grows by one at every successful bind; the first is 1. */
export const epoch = z.number().check(z.int(), z.gte(1), z.lte(1_000_000));

/** Public P-256 key (RFC 7517, RFC 7518 section 6.2.1); private members are refused. */
export const publicJwk = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: sha256Text,
  y: sha256Text,
});
export type PublicJwk = z.infer<typeof publicJwk>;

/**
 * How a terminal keeps its private key, the strongest first: in a TPM that never hands it out; in a chip of its own of
 * Android's, or in the protected part of its processor, as an attestation proved; in Android's key store, wherever that is;
 * wrapped under a key that systemd unseals by the TPM; under the account of a Windows user; under a key of systemd's that
 * lies on this machine's disk; in a file that its user can read.
 */
export const keyStorage = z.enum([
  "tpm",
  "strongbox",
  "trusted_environment",
  "keystore",
  "credential_tpm2",
  "dpapi",
  "credential_host",
  "software",
]);
export type KeyStorage = z.infer<typeof keyStorage>;

/** As a program of any time said it: earlier ones said "os" of a credential or a key store, "wrapped_file" of a file. */
export const saidKeyStorage = z.union([keyStorage, z.enum(["os", "wrapped_file"])]);
export type SaidKeyStorage = z.infer<typeof saidKeyStorage>;
