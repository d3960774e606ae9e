/** When a text is a terminal's serial number. Makers agree on nothing but that it is short, printable and not a filler. */

import type { ReadingSource } from "../contract/codes.ts";
import { isFiller } from "./filler.ts";
import type { Reading } from "./reading.ts";
import { unreadable } from "./unreadable.ts";

/** Four characters tell too few terminals apart; 64 is longer than a TUSN (50) and a UUID (36). */
const shape = /^[A-Za-z0-9][A-Za-z0-9 ._:/-]{2,62}[A-Za-z0-9]$/;

/** Where it is none, whatever the terminal calls it: "placeholder" or "malformed". */
export function serialReading(text: string, source: ReadingSource): Reading {
  if (isFiller(text)) return unreadable("placeholder");
  if (!shape.test(text)) return unreadable("malformed");
  // 0x and hex digits is the ESN of a CDMA modem, not the maker's number.
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return unreadable("malformed");
  return { status: "read", value: text, source, warnings: [] };
}
