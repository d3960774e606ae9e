/** A laid-out paper as a printer takes it: each line as dots, and as text too where it is one of text. */

import type { PaperLine } from "../contract/views/paper.ts";
import { drawLine, type Glyphs } from "../paper/drawing.ts";
import type { PrintedLine } from "../ports/printer.ts";

export function printedLines(lines: readonly PaperLine[], widthDots: number, glyphs: Glyphs): readonly PrintedLine[] {
  return lines.map((line) => ({
    text: line.kind === "text" ? { characters: line.text, large: line.large } : null,
    dots: drawLine(line, widthDots, glyphs),
  }));
}
