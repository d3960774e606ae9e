/** When a text of digits is an IMEI or IMEISV: 3GPP TS 23.003 section 6.2 and annex B. Digits stay text; leading zeros count. */

import type { ReadingSource } from "../contract/codes.ts";
import { isFiller } from "./filler.ts";
import type { Reading } from "./reading.ts";
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
  const body = bodyOf(digits);
  return body === chipMakersOwn || isFiller(body);
}

/** Whether both texts are one IMEI: with its check digit, without it, or with one or two digits of software version in or behind its place. */
export function isSameImei(text: string, imei: string): boolean {
  if (text.length === 15 && imei.length === 15) return text === imei;
  return hasForm(text) && hasForm(imei) && bodyOf(text) === bodyOf(imei);
}

/** Of fourteen digits, two numbers that have nothing to do with one another share one or two. */
const sharedAtMost = 7;

/** Whether the text may be this IMEI with some digits damaged, or that of the same terminal's other slot, which has the same type. */
export function resemblesImei(text: string, imei: string): boolean {
  if (!hasForm(text) || !hasForm(imei)) return false;
  const shared = Array.from(bodyOf(text)).filter((digit, at) => digit === imei[at]);
  return shared.length > sharedAtMost;
}

function hasForm(text: string): boolean {
  return /^\d{14,17}$/.test(text);
}

function bodyOf(digits: string): string {
  return digits.slice(0, 14);
}
