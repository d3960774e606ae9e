/**
 * MEID (3GPP2 S.R0048, 56 bits) and ESN (32 bits) as terminals write them: in hexadecimal, with or without 0x, in decimal,
 * or in the decimal of their two parts, maker and serial, as on labels. All become hexadecimal digits, upper case.
 */

import { inHex } from "../../base/radix.ts";

/** 14 hexadecimal digits, or null. */
export function meidOf(text: string): string | null {
  const hex = /^(?:0x(?:00)?)?([\da-f]{14})$/i.exec(text)?.[1];
  if (hex !== undefined) return hex.toUpperCase();
  const parts = /^(\d{10})(\d{8})$/.exec(text);
  if (parts) return partsInHex([parts[1], 8], [parts[2], 6]);
  return /^\d{15,17}$/.test(text) ? partsInHex([text, 14]) : null;
}

/** 8 hexadecimal digits, or null. A leading zero may have been dropped; a decimal number may stand before the hexadecimal one. */
export function esnOf(text: string): string | null {
  const hex = /^(?:\d{11},\s*)?(?:0x)?([\da-f]{7,8})$/i.exec(text)?.[1];
  if (hex !== undefined) return hex.toUpperCase().padStart(8, "0");
  const parts = /^(\d{3})(\d{8})$/.exec(text);
  if (parts) return partsInHex([parts[1], 2], [parts[2], 6]);
  return /^\d{9,10}$/.test(text) ? partsInHex([text, 8]) : null;
}

/** Null where a part is more than its digits hold. */
function partsInHex(...parts: readonly (readonly [decimal: string | undefined, digits: number])[]): string | null {
  const written = parts.map(([decimal = "", digits]) => inHex([...decimal].map(Number), 10).padStart(digits, "0"));
  const fits = written.every((hex, at) => hex.length === parts[at]?.[1]);
  return fits ? written.join("").toUpperCase() : null;
}
