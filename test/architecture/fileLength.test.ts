/** A file reads from top to bottom: at 200 lines somebody asks what it is about, and at 300 it is cut. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";

const mostLines = 300;

/** Sentences are looked up, not read. */
const texts = /^device[/]text[/]/;

const longer = [
  // One switch over every state and event; in two files nobody would see that none is missing.
  "device/unbind/machine.ts",
];

test("no file of the product is longer than 300 lines, but texts and those that are named", () => {
  const sources = ["device", "electron", "renderer"].flatMap((room) =>
    readdirSync(join(projectDir, room), { recursive: true, encoding: "utf8" }).map((path) => join(room, path)),
  );
  const files = sources.filter((path) => /[.](tsx?|css)$/.test(path) && !texts.test(path));

  const tooLong = files.filter((path) => linesOf(path) > mostLines && !longer.includes(path));

  expect({ tooLong, looked: files.length > 250 }).toEqual({ tooLong: [], looked: true });
});

function linesOf(path: string): number {
  return readFileSync(join(projectDir, path), "utf8").split("\n").length - 1;
}
