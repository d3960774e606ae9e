/**
 * A laid-out paper as dots: what the printer gets where it has no Chinese characters of its own, and what the screen shows
 * before. The shapes of the characters come from whoever has fonts.
 */

import { correction, generate } from "lean-qr";
import { type Bitmap, emptyBitmap, isBlack, setDot } from "../base/bitmap.ts";
import { base64url } from "../base/bytes.ts";
import type { OrderInput } from "../contract/orders.ts";
import type { PaperLine } from "../contract/views/paper.ts";
import { cellDots, cellsOf, letterDots, lineDots } from "./layout.ts";

/** Of one character: 24 rows of 24 dots, three bytes each; a Latin letter stands in the left half. */
export const glyphBytes = (letterDots * letterDots) / 8;
export type Glyphs = ReadonlyMap<string, Uint8Array>;

const quietModules = 4;
/** Half a millimetre a module: more is no easier to read. */
const maxModuleDots = 4;

/** The characters that have to be drawn, each once. */
export function charactersOf(lines: readonly PaperLine[]): readonly string[] {
  const characters = new Set<string>();
  for (const line of lines)
    if (line.kind === "text") for (const each of line.text) if (each !== " ") characters.add(each);
  return [...characters];
}

/** As an order carries them. */
export function glyphsForOrder(glyphs: Glyphs): OrderInput<"printPaper">["glyphs"] {
  return [...glyphs].map(([character, rows]) => ({ character, dots: base64url(rows) }));
}

/** One line; a character without a shape is a frame. */
export function drawLine(line: PaperLine, widthDots: number, glyphs: Glyphs): Bitmap {
  switch (line.kind) {
    case "text":
      return drawText(line.text, line.large ? 2 : 1, widthDots, glyphs);
    case "rule":
      return drawRule(widthDots);
    case "qr":
      return drawQr(line.text, widthDots);
  }
}

function drawText(text: string, scale: number, widthDots: number, glyphs: Glyphs): Bitmap {
  const bitmap = emptyBitmap(widthDots, lineDots * scale);
  const top = ((lineDots - letterDots) / 2) * scale;
  let left = 0;
  for (const character of text) {
    const width = cellsOf(character) * cellDots;
    const glyph = character === " " ? null : glyphOf(character, glyphs);
    for (let y = 0; glyph && y < letterDots * scale; y++) {
      for (let x = 0; x < width * scale; x++) {
        if (left + x < widthDots && isBlack(glyph, Math.floor(x / scale), Math.floor(y / scale)))
          setDot(bitmap, left + x, top + y);
      }
    }
    left += width * scale;
  }
  return bitmap;
}

function glyphOf(character: string, glyphs: Glyphs): Bitmap {
  const rows = glyphs.get(character) ?? drawGlyphFrame(character);
  return { widthDots: letterDots, heightDots: letterDots, rows };
}

/** The shape of a character that nobody has drawn. */
export function drawGlyphFrame(character: string): Uint8Array {
  const width = cellsOf(character) * cellDots;
  const frame = emptyBitmap(letterDots, letterDots);
  for (let at = 2; at < width - 2; at++) for (const y of [2, letterDots - 3]) setDot(frame, at, y);
  for (let at = 2; at < letterDots - 2; at++) for (const x of [2, width - 3]) setDot(frame, x, at);
  return frame.rows;
}

function drawRule(widthDots: number): Bitmap {
  const bitmap = emptyBitmap(widthDots, lineDots);
  for (let x = 0; x < widthDots; x++) for (const y of [14, 15]) setDot(bitmap, x, y);
  return bitmap;
}

/** In the middle, with the quiet zone of four modules (ISO/IEC 18004), as large as the paper lets it be. */
function drawQr(text: string, widthDots: number): Bitmap {
  const code = generate(text, { minCorrectionLevel: correction.L });
  const modules = code.size + 2 * quietModules;
  const scale = Math.min(maxModuleDots, Math.floor(widthDots / modules));
  const bitmap = emptyBitmap(widthDots, modules * scale);
  const left = Math.floor((widthDots - modules * scale) / 2) + quietModules * scale;
  for (let y = 0; y < code.size * scale; y++) {
    for (let x = 0; x < code.size * scale; x++) {
      if (code.get(Math.floor(x / scale), Math.floor(y / scale))) setDot(bitmap, left + x, quietModules * scale + y);
    }
  }
  return bitmap;
}
