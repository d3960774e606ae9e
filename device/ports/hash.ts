/** Digests and keyed digests. Synchronous, because a journal of 100,000 records is hashed at start. */

/** As RFC 6287 section 6.1 spells them. SHA1 is there for its test vectors, and nothing of ours asks for it. */
export type HmacAlgorithm = "SHA1" | "SHA256" | "SHA512";

export interface Hash {
  sha256(bytes: Uint8Array): Uint8Array;
  /** The same in base64url: one text, and no array, for each of 100,000 records. */
  sha256Text(bytes: Uint8Array): string;
  /** RFC 2104. A key that must not leave its adapter has a port of its own (OfflineSecret). */
  hmac(algorithm: HmacAlgorithm, key: Uint8Array, bytes: Uint8Array): Uint8Array;
}
