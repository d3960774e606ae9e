/** PINs as tests write them. */

import { createDigits, type Digits } from "../../device/base/digits.ts";

export function digitsOf(pin: string): Digits {
  const digits = createDigits(12);
  for (const digit of pin) digits.push(Number(digit));
  return digits;
}
