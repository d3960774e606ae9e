/** What a person reads stands in device/text: no other file of the product holds a sentence, in whichever language. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";

/** Files, or whose whole folders, that hold words which are nobody's to read on a page or at a shell. */
const allowed: Readonly<Record<string, string>> = {
  "device/adapters/": "reasons: facts of a failure, for the log",
  "device/profiles/schema.ts": "for whoever writes a provider's profile",
  "device/serial/at/equipmentErrors.ts": "what terminals say, not we",
  "device/cli/kiosk/schema.ts": "the title of a JSON Schema, for programs",
  "device/cli/station/schema.ts": "the title of a JSON Schema, for programs",
  "device/cli/terminal/schema.ts": "the title of a JSON Schema, for programs",
  "device/cli/verify/schema.ts": "the title of a JSON Schema, for programs",
};
const isAllowed = (path: string) => Object.keys(allowed).find((place) => path.startsWith(place));

test("No file of the product but the texts holds a sentence, and nothing is allowed that is not there", () => {
  const paths = ["device", "electron", "renderer"].flatMap((room) =>
    readdirSync(join(projectDir, room), { recursive: true, encoding: "utf8" }).map((path) => join(room, path)),
  );
  const sources = paths.filter((path) => /[.](tsx?|html)$/.test(path) && !path.startsWith("device/text/"));

  const holding = sources.filter((path) => sentencesIn(path, readFileSync(join(projectDir, path), "utf8")).length > 0);

  expect({
    refused: holding.filter((path) => !isAllowed(path)),
    used: new Set(holding.map(isAllowed)),
    looked: sources.length > 250,
  }).toEqual({ refused: [], used: new Set(Object.keys(allowed)), looked: true });
});

test.each([
  ["one in Chinese", 'tell("已解绑");', ["已解绑"]],
  ["one in English", 'tell("the terminal is unbound");', ["the terminal is unbound"]],
  ["one with a fact in it", `tell(\`the terminal \${sn} has been unbound, it says\`);`, [" has been unbound, it says"]],
  ["one between tags", "const drawn = <p>Nothing is wiped here</p>;", ["Nothing is wiped here"]],
  ["a code, a path, a few words", 'tell("unbind/receipt-mismatch", "/dev/ttyS0", "AT+CGSN=1 is asked");', []],
  ["what a bug says", 'throw new Error("what has a receipt needs no report");', []],
  ["names of styles", 'const drawn = <p class="action danger hold holding" />;', []],
])("a sentence is found where there is one: %s", (_what, source, sentences) => {
  expect(sentencesIn("planted.tsx", source)).toEqual(sentences);
});

/** Han characters, or four words in a row. */
const sentence = /\p{Script=Han}|(?:\b[A-Za-z']+[,;:]?\s+){3}[A-Za-z']+/u;

function sentencesIn(path: string, source: string): readonly string[] {
  if (path.endsWith(".html")) return sentence.test(source.replace(/<[^>]*>/g, " ")) ? [source] : [];
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return textsIn(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, false, kind)).filter((text) =>
    sentence.test(text),
  );
}

/** Every text of a program that may come to be read: not that of a bug, which nobody but the log is told. */
function textsIn(node: ts.Node): readonly string[] {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text.endsWith("Error")) return [];
  if (ts.isJsxAttribute(node) && ts.isIdentifier(node.name) && node.name.text === "class") return [];
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node);
  const texts = isText ? [node.text] : [];
  ts.forEachChild(node, (child) => {
    texts.push(...textsIn(child));
  });
  return texts;
}
