/** When a text of digits is an IMEI or IMEISV: 3GPP TS 23.003 section 6.2 and annex B. Digits stay text; leading zeros count. */

import { isFiller } from "./filler.ts";
import type { Reading, ReadingSource } from "./reading.ts";
import { unreadable } from "./unreadable.ts";

/** What a chip maker leaves where the IMEI should be, and no kind of filler covers. */
const chipMakersOwn = "13579024681122";

/** The check digit of the first 14 digits (annex B). */
export function checkDigitOf(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const digit = Number(digits[i]) * (i % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

export function hasRightCheckDigit(imei: string): boolean {
  return /^\d{15}$/.test(imei) && imei[14] === checkDigitOf(imei);
}

/** Reads 15 digits as they are, and 14 with the check digit computed. A wrong check digit is a warning: such terminals exist. */
export function imeiReading(digits: string, source: ReadingSource): Reading {
  if (!/^\d{14,15}$/.test(digits)) return unreadable("malformed");
  if (isImeiFiller(digits)) return unreadable("placeholder");
  if (digits.length === 14) {
    return {
      status: "read",
      value: digits + checkDigitOf(digits),
      source,
      warnings: ["imei-check-digit-derived"],
    };
  }
  const warnings = hasRightCheckDigit(digits) ? [] : (["imei-check-digit-wrong"] as const);
  return { status: "read", value: digits, source, warnings };
}

/** Reads 16 digits: no check digit, the software version in its place. */
export function imeisvReading(digits: string, source: ReadingSource): Reading {
  if (!/^\d{16}$/.test(digits)) return unreadable("malformed");
  return isImeiFiller(digits) ? unreadable("placeholder") : { status: "read", value: digits, source, warnings: [] };
}

/** The check digit finds none of them: that of fourteen zeros is 0. */
function isImeiFiller(digits: string): boolean {
  const body = digits.slice(0, 14);
  return body === chipMakersOwn || isFiller(body);
}

/** Whether the text is this IMEI in any of its forms: 15 digits, 14 without the check digit, 16 or 17 with a software version. */
export function hasImeiBody(text: string, imei: string): boolean {
  return /^\d{14,17}$/.test(text) && text.slice(0, 14) === imei.slice(0, 14);
}
