/** SHA-256. Synchronous, because a journal of 100,000 records is hashed at start. */

export interface Hash {
  sha256(bytes: Uint8Array): Uint8Array;
}
