/**
 * Where on the paper everything stands: lines of cells, as thermal printers set them. A Latin letter takes one cell of 12
 * by 24 dots, every other character two (their fonts A and for Chinese; 8 dots a millimetre). Draws nothing.
 */

import type { PaperBlock, PaperLine } from "../contract/views/paper.ts";

export const cellDots = 12;
export const letterDots = 24;
/** A sixth of an inch, which printers feed by themselves. */
export const lineDots = 30;

/** One cell for what ASCII has, two for everything else: so do the printers that have Chinese characters of their own. */
export function cellsOf(character: string): number {
  return /^[\x20-\x7e]$/.test(character) ? 1 : 2;
}

export function cellsOfText(text: string): number {
  let cells = 0;
  for (const character of text) cells += cellsOf(character);
  return cells;
}

/** `columns`: how many cells a line has. */
export function layOut(blocks: readonly PaperBlock[], columns: number): readonly PaperLine[] {
  return blocks.flatMap((block) => linesOf(block, columns));
}

function linesOf(block: PaperBlock, columns: number): readonly PaperLine[] {
  switch (block.kind) {
    case "rule":
      return [{ kind: "rule" }];
    case "qr":
      return [{ kind: "qr", text: block.text }];
    case "fact":
      return factLines(block.label, block.value, columns).map((text) => ({ kind: "text", text, large: false }));
    case "text": {
      const { text, large, centred } = block;
      const room = large ? Math.floor(columns / 2) : columns;
      return wrapped(text, room).map((line) => {
        const before = centred ? Math.floor((room - cellsOfText(line)) / 2) : 0;
        return { kind: "text", text: " ".repeat(before) + line, large };
      });
    }
  }
}

/** Beside each other where both fit, else the value below, moved in. */
function factLines(label: string, value: string, columns: number): readonly string[] {
  const between = columns - cellsOfText(label) - cellsOfText(value);
  if (between >= 2) return [label + " ".repeat(between) + value];
  return [...wrapped(label, columns), ...wrapped(value, columns - 2).map((line) => `  ${line}`)];
}

/** What must not begin a line. */
const closing = /^[，。、；：？！）》」』…%]$/;

/** At blanks where there are any, else wherever the line is full. Control characters are not printed. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words(text)) {
    if (cellsOfText(line + word.trimEnd()) <= columns) {
      line += word;
      continue;
    }
    if (line.trim() !== "") lines.push(line.trimEnd());
    line = "";
    for (const character of word) {
      if (cellsOfText(line + character) > columns) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines;
}

/** Pieces that stay together: Latin words with the blank behind them, other characters alone with what must not begin a line. */
function words(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const character of text.replace(/\p{C}/gu, " ")) {
    const last = pieces[pieces.length - 1] ?? "";
    // What ends in a Latin letter and not in a blank takes the next one in.
    const goesOn = cellsOf(character) === 1 && /[\x21-\x7e]$/.test(last);
    if (last !== "" && (goesOn || closing.test(character))) pieces[pieces.length - 1] = last + character;
    else pieces.push(character);
  }
  return pieces;
}
