/** Random texts that people type: letters for codes, digits for what an SMS would carry. */

import type { Random } from "../../device/ports/random.ts";

/** RFC 8628 section 6.1: no vowels, nothing that looks like something else. */
const codeLetters = "BCDFGHJKLMNPQRSTVWXZ";

/** In groups of four: "BCDF-GHJK". Twelve letters are 51 bits. */
export const drawLetters = (random: Random, length: number): string =>
  draw(random, codeLetters, length).replace(/(.{4})(?=.)/g, "$1-");

export const drawDigits = (random: Random, length: number): string => draw(random, "0123456789", length);

/** Bytes that would make one symbol likelier than another are thrown away. */
function draw(random: Random, symbols: string, length: number): string {
  const fair = 256 - (256 % symbols.length);
  let drawn = "";
  while (drawn.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < fair && drawn.length < length) drawn += symbols[byte % symbols.length];
    }
  }
  return drawn;
}
