// A paper as dots: what a reader of somebody else finds in it, and that text and frame stand where they were laid out.

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { type Bitmap, isBlack, stacked } from "../../../device/base/bitmap.ts";
import { charactersOf, drawLine, glyphBytes } from "../../../device/paper/drawing.ts";
import { pngOf } from "../../support/png.ts";

const receiptLink = `https://verify.provider.example/receipt#${"eyJhbGciOiJFUzI1NiJ9.".padEnd(900, "a")}`;

/** By a reader of somebody else. */
function read(bitmap: Bitmap): string {
  return execFileSync("zbarimg", ["--quiet", "--raw", "-"], { input: pngOf(bitmap), encoding: "utf8" }).trim();
}

test.each([384, 576])("a code of a whole receipt is read off paper %i dots wide", (widthDots) => {
  const bitmap = stacked(
    [
      { kind: "text", text: "ab", large: true } as const,
      { kind: "rule" } as const,
      { kind: "qr", text: receiptLink } as const,
      { kind: "rule" } as const,
    ].map((line) => drawLine(line, widthDots, new Map())),
  );

  expect(read(bitmap)).toBe(receiptLink);
});

const block = new Uint8Array(glyphBytes).fill(0xff);

/** The corners of what is black, in dots. */
function extent(bitmap: Bitmap) {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let y = 0; y < bitmap.heightDots; y++) {
    for (let x = 0; x < bitmap.widthDots; x++) {
      if (!isBlack(bitmap, x, y)) continue;
      xs.push(x);
      ys.push(y);
    }
  }
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

test("each character stands in its cells, and a large one in twice as many", () => {
  const glyphs = new Map([["终", block]]);

  const [small, large] = [false, true].map((isLarge) =>
    extent(drawLine({ kind: "text", text: "  终", large: isLarge }, 384, glyphs)),
  );

  expect([small, large]).toEqual([
    { left: 24, right: 47, top: 3, bottom: 26 },
    { left: 48, right: 95, top: 6, bottom: 53 },
  ]);
});

test("a character that nobody gave a shape is a frame, and none is asked for twice", () => {
  const framed = extent(drawLine({ kind: "text", text: "终", large: false }, 384, new Map()));

  expect([framed, charactersOf([{ kind: "text", text: "终 端终", large: false }, { kind: "rule" }])]).toEqual([
    { left: 2, right: 21, top: 5, bottom: 24 },
    ["终", "端"],
  ]);
});
