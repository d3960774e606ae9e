/** When a text is UnionPay's terminal number (终端唯一序列号): maker 6 digits, device type 2, then the serial; 50 at most. */

import type { ReadingSource } from "../contract/codes.ts";
import { isFiller } from "./filler.ts";
import type { Reading } from "./reading.ts";
import { unreadable } from "./unreadable.ts";

/** Device types run from 01 to 13. */
const shape = /^\d{6}(0[1-9]|1[0-3])[A-Za-z0-9]{1,42}$/;

export function tusnReading(text: string, source: ReadingSource): Reading {
  if (!shape.test(text)) return unreadable("malformed");
  const serial = text.slice(8);
  // One character alone tells no two terminals apart either.
  if (isFiller(serial) || /^(.)\1*$/.test(serial)) return unreadable("placeholder");
  return { status: "read", value: text, source, warnings: [] };
}
