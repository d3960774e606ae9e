/** An ECDSA signature on P-256 out of its DER (RFC 3279 section 2.2.3), which platforms give, into the two numbers that a JWS has. */

import { concat } from "../../base/bytes.ts";

const numberBytes = 32;

/** 64 bytes, r and s; null for what is not the one spelling of two positive numbers. */
export function rawSignature(der: Uint8Array): Uint8Array | null {
  const [tag, length] = der;
  // Two numbers of 33 bytes and their heads are 70 bytes: every length here has one byte.
  if (tag !== 0x30 || length !== der.length - 2 || length > 70) return null;
  const r = integerAt(der, 2);
  const s = r && integerAt(der, r.end);
  return r && s && s.end === der.length ? concat([r.number, s.number]) : null;
}

function integerAt(der: Uint8Array, at: number): { readonly number: Uint8Array; readonly end: number } | null {
  const [tag, length = 0, first = 0, second = 0] = der.subarray(at);
  const end = at + 2 + length;
  if (tag !== 0x02 || length === 0 || length > numberBytes + 1 || end > der.length || first >= 0x80) return null;
  // A zero goes before a number whose first bit is set, and before no other.
  const hasZero = first === 0 && length > 1;
  if (hasZero ? second < 0x80 : length > numberBytes) return null;
  const number = new Uint8Array(numberBytes);
  const digits = der.subarray(hasZero ? at + 3 : at + 2, end);
  number.set(digits, numberBytes - digits.length);
  return { number, end };
}
