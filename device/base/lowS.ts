/**
 * ECDSA signatures on P-256 as r and s, 32 bytes each. Whoever has one has a second without any key: s and n - s verify
 * alike. Here the lower of the two counts, and the other is no signature.
 */

import { concat } from "./bytes.ts";

const size = 32;
/** n of P-256, the order of its group (SEC 2 section 2.4.2). */
const order = bytesOfHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
/** Half of it: the highest s that is the lower one. */
const half = bytesOfHex("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");

export function hasLowS(signature: Uint8Array): boolean {
  const s = signature.subarray(size);
  const differs = half.findIndex((byte, at) => byte !== s[at]);
  return differs < 0 || (s[differs] ?? 0) < (half[differs] ?? 0);
}

/** The same signature in the spelling that counts. */
export function withLowS(signature: Uint8Array): Uint8Array {
  return hasLowS(signature) ? signature : withOtherS(signature);
}

/** The other of its two spellings. */
export function withOtherS(signature: Uint8Array): Uint8Array {
  return concat([signature.subarray(0, size), orderLess(signature.subarray(size))]);
}

/** n less the number, digit by digit from the last. */
function orderLess(number: Uint8Array): Uint8Array {
  const rest = new Uint8Array(size);
  let borrowed = 0;
  for (let at = size - 1; at >= 0; at--) {
    const difference = (order[at] ?? 0) - (number[at] ?? 0) - borrowed;
    borrowed = difference < 0 ? 1 : 0;
    rest[at] = difference;
  }
  return rest;
}

function bytesOfHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}
