/** Lines of a paper as dots, in no order that a printer could make up. */

import { type Bitmap, emptyBitmap, setDot } from "../../device/base/bitmap.ts";
import type { PrintedLine } from "../../device/ports/printer.ts";

function drawn(heightDots: number, seed: number): Bitmap {
  const bitmap = emptyBitmap(384, heightDots);
  for (let y = 0; y < heightDots; y++) for (let x = 0; x < 384; x++) if ((x * y + seed) % 7 < 2) setDot(bitmap, x, y);
  return bitmap;
}

const line = (characters: string, seed: number, large = false): PrintedLine => ({
  text: { characters, large },
  dots: drawn(large ? 60 : 30, seed),
});

/** The last one is a character that GB18030 has four bytes for. */
export const drawnLines: readonly PrintedLine[] = [
  line("解绑凭证", 1, true),
  line("终端 SN 123", 2),
  { text: null, dots: drawn(500, 3) },
  line("𬭎", 4),
];
