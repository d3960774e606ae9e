/**
 * ECDSA signatures on P-256 as r and s, 32 bytes each. Whoever has one has a second without any key: s and n - s verify
 * alike. Here the lower of the two counts, and the other is no signature.
 */

import { concat, hex } from "./bytes.ts";

/** n of P-256, the order of its group (SEC 2 section 2.4.2). */
const order = 0xffffffff_0000_0000_ffffffff_ffffffff_bce6faad_a7179e84_f3b9cac2_fc632551n;
const half = order / 2n;
const size = 32;

export function hasLowS(signature: Uint8Array): boolean {
  return numberIn(signature.subarray(size)) <= half;
}

/** The same signature in the spelling that counts. */
export function withLowS(signature: Uint8Array): Uint8Array {
  return hasLowS(signature) ? signature : withOtherS(signature);
}

/** The other of its two spellings. */
export function withOtherS(signature: Uint8Array): Uint8Array {
  return concat([signature.subarray(0, size), bytesOf(order - numberIn(signature.subarray(size)))]);
}

function numberIn(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes) || "0"}`);
}

function bytesOf(number: bigint): Uint8Array {
  const digits = number.toString(16).padStart(2 * size, "0");
  return Uint8Array.from({ length: size }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}
