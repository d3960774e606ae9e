/** Which PINs are too easy to guess. Looks at digits, one a byte, and never makes a string of them. */

import { pinLength } from "../contract/views/people.ts";

/** Shared defaults that public manuals and reports of terminals name. */
const vendorDefaults = ["07139", "1324", "1234567890", "16831683", "166831", "166816", "66831", "66816", "88888888"];
/** What people choose most where they may choose freely: rows of the keypad, doubled and mirrored runs, words in digits. */
const favourites = ["147258369", "159753", "112233", "123321", "5201314", "1314520", "201314"];
const known = [...vendorDefaults, ...favourites].map(digitsOf);

/**
 * Null, or why the PIN is refused. `identifiers` are texts that anybody can read off the terminal (SN, IMEI):
 * a PIN that is part of one is refused.
 */
export function judgePin(
  digits: Uint8Array,
  identifiers: readonly string[],
): "pin/too-short" | "pin/too-guessable" | null {
  if (digits.length < pinLength.min) return "pin/too-short";
  const guessable =
    isRun(digits, 0) ||
    isRun(digits, 1) ||
    isRun(digits, 9) ||
    isRepeatedBlock(digits) ||
    isDate(digits) ||
    known.some((text) => isRepeatOf(digits, text) || isPadded(digits, text)) ||
    identifiers.some((text) => contains(digitsOf(text), digits));
  return guessable ? "pin/too-guessable" : null;
}

function digitsOf(text: string): Uint8Array {
  return Uint8Array.from([...text].filter((char) => char >= "0" && char <= "9").map(Number));
}

/** Each digit is the one before plus `stride`, modulo ten: 000000, 890123, 321098. */
function isRun(digits: Uint8Array, stride: number): boolean {
  return digits.every((digit, i) => i === 0 || digit === ((digits[i - 1] ?? 0) + stride) % 10);
}

/** A block of one to half the length, over and over: 121212, 123123. */
function isRepeatedBlock(digits: Uint8Array): boolean {
  for (let size = 1; size <= digits.length / 2; size++) {
    if (digits.every((digit, i) => digit === digits[i % size])) return true;
  }
  return false;
}

/** The whole PIN is `text`, begun again as often as needed. */
function isRepeatOf(digits: Uint8Array, text: Uint8Array): boolean {
  return digits.every((digit, i) => digit === text[i % text.length]);
}

/** `text` made long enough with digits that are a run themselves, behind or before it: 071390, 001324, 132456. */
function isPadded(digits: Uint8Array, text: Uint8Array): boolean {
  const restLength = digits.length - text.length;
  if (restLength < 0) return false;
  const isEasy = (rest: Uint8Array) => isRun(rest, 0) || isRun(rest, 1) || isRun(rest, 9);
  if (isRepeatOf(digits.subarray(0, text.length), text)) return isEasy(digits.subarray(text.length));
  return isRepeatOf(digits.subarray(restLength), text) && isEasy(digits.subarray(0, restLength));
}

/** YYMMDD, DDMMYY, MMDDYY, or the same with the century written out. */
function isDate(digits: Uint8Array): boolean {
  const pair = (i: number) => (digits[i] ?? 0) * 10 + (digits[i + 1] ?? 0);
  const isDay = (day: number, month: number) => day >= 1 && day <= 31 && month >= 1 && month <= 12;
  if (digits.length === 6) return isDay(pair(4), pair(2)) || isDay(pair(0), pair(2)) || isDay(pair(2), pair(0));
  if (digits.length !== 8) return false;
  const isCentury = (century: number) => century === 19 || century === 20;
  if (isCentury(pair(0)) && isDay(pair(6), pair(4))) return true;
  return isCentury(pair(4)) && (isDay(pair(0), pair(2)) || isDay(pair(2), pair(0)));
}

function contains(whole: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= whole.length; at++) {
    if (part.every((digit, i) => digit === whole[at + i])) return true;
  }
  return false;
}
