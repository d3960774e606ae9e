/** Digests and keyed digests. Synchronous, because a journal of 100,000 records is hashed at start. */

export interface Hash {
  sha256(bytes: Uint8Array): Uint8Array;
  /** The same in base64url: one text, and no array, for each of 100,000 records. */
  sha256Text(bytes: Uint8Array): string;
  /** HMAC-SHA-256 (RFC 2104). A key that must not leave its adapter has a port of its own (OfflineSecret). */
  hmac(key: Uint8Array, bytes: Uint8Array): Uint8Array;
}
