/** MEID and ESN: what CDMA terminals have instead of an IMEI. An unnamed one is known by its letters or its 0x only; without them it is a number like any other. */

import type { ReadingSource } from "../contract/codes.ts";
import { esnOf, meidOf } from "../serial/at/cdmaNumbers.ts";
import type { Reading } from "./reading.ts";
import { unreadable } from "./unreadable.ts";

/** Reads what the terminal calls an MEID. */
export function meidReading(text: string, source: ReadingSource): Reading {
  return hexReading(meidOf(text), source);
}

/** Reads what the terminal calls an ESN. */
export function esnReading(text: string, source: ReadingSource): Reading {
  return hexReading(esnOf(text), source);
}

/** Whether the text can be nothing but an MEID: 14 digits, one of them a letter. */
export function looksLikeMeid(text: string): boolean {
  return /^(0x)?[\da-f]{14}$/i.test(text) && /[a-f]/i.test(text.replace(/^0x/i, ""));
}

/** Whether the text has the shape of an ESN; a short serial number may have it too. */
export function looksLikeEsn(text: string): boolean {
  return /^0x[\da-f]{7,8}$/i.test(text) || (/^[\da-f]{8}$/i.test(text) && /[a-f]/i.test(text));
}

function hexReading(value: string | null, source: ReadingSource): Reading {
  if (value === null) return unreadable("malformed");
  if (/^(.)\1*$/.test(value)) return unreadable("placeholder");
  return { status: "read", value, source, warnings: [] };
}
