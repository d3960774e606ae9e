/** Randomness of cryptographic quality. */

export interface Random {
  bytes(count: number): Uint8Array;
}
