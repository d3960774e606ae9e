/** What characters look like on paper: drawn by the fonts of the screen into cells of 24 dots, black or white. */

import { emptyBitmap, setDot } from "../../device/base/bitmap.ts";
import type { PaperLine } from "../../device/contract/views/paper.ts";
import { charactersOf, type Glyphs } from "../../device/paper/drawing.ts";
import { cellDots, cellsOf, letterDots } from "../../device/paper/layout.ts";

/** Of a square of 24 dots the letters of Noto Sans CJK stand on the 21st. */
const baseline = 21;
/** Paint of at least so much of a dot makes it black, of 255. */
const threshold = 110;

export function glyphsOf(lines: readonly PaperLine[]): Glyphs {
  const canvas = document.createElement("canvas");
  canvas.width = letterDots;
  canvas.height = letterDots;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const glyphs = new Map<string, Uint8Array>();
  if (!context) return glyphs;
  context.font = `${letterDots}px ${families()}`;
  for (const character of charactersOf(lines)) glyphs.set(character, drawn(context, character));
  return glyphs;
}

/** Those of the page's codes, where a Latin letter is half as wide as any other character. */
function families(): string {
  return getComputedStyle(document.documentElement).getPropertyValue("--mono");
}

function drawn(context: CanvasRenderingContext2D, character: string): Uint8Array {
  const room = cellsOf(character) * cellDots;
  const { width } = context.measureText(character);
  context.clearRect(0, 0, letterDots, letterDots);
  // In the middle of its cells, and narrower where a font has it wider than they are.
  if (width > room) context.setTransform(room / width, 0, 0, 1, 0, 0);
  else context.setTransform(1, 0, 0, 1, (room - width) / 2, 0);
  context.fillText(character, 0, baseline);
  context.setTransform(1, 0, 0, 1, 0, 0);
  const { data } = context.getImageData(0, 0, letterDots, letterDots);
  const bitmap = emptyBitmap(letterDots, letterDots);
  for (let y = 0; y < letterDots; y++) {
    for (let x = 0; x < room; x++) if ((data[(y * letterDots + x) * 4 + 3] ?? 0) >= threshold) setDot(bitmap, x, y);
  }
  return bitmap.rows;
}
