// Where everything stands on the paper: in cells, as thermal printers set them.

import fc from "fast-check";
import { expect, test } from "vitest";
import { cellsOfText, layOut, wrapped } from "../../../device/paper/layout.ts";

const text = (said: string, more: object = {}) =>
  ({ kind: "text", text: said, large: false, centred: false, ...more }) as const;

test("a Latin letter takes one cell, a Chinese character two", () => {
  expect(["SN", "终端", "终端 SN", "𬭎", "“”"].map(cellsOfText)).toEqual([2, 4, 7, 2, 4]);
});

test("a fact stands beside its label where both fit, and below it where not", () => {
  const lines = layOut(
    [
      { kind: "fact", label: "终端 SN", value: "JB26T1000042" },
      { kind: "fact", label: "申请编号", value: "019b76da-a800-7000-8000-000000000001" },
    ],
    32,
  );

  expect(lines.map((line) => line.kind === "text" && line.text)).toEqual([
    "终端 SN             JB26T1000042",
    "申请编号",
    "  019b76da-a800-7000-8000-000000",
    "  000001",
  ]);
});

test("large letters are twice as wide, and what is centred has as much before it as behind", () => {
  expect(layOut([text("解绑凭证", { large: true, centred: true }), text("ab", { centred: true })], 32)).toEqual([
    { kind: "text", text: "    解绑凭证", large: true },
    { kind: "text", text: `${" ".repeat(15)}ab`, large: false },
  ]);
});

test("a mark that closes a sentence does not begin a line", () => {
  expect(wrapped("由支付机构签名，任何人都能核验。", 14)).toEqual(["由支付机构签", "名，任何人都能", "核验。"]);
});

test("English breaks at its blanks, and a word that is longer than the line anywhere", () => {
  expect(wrapped("Signed by the provider; https://verify.provider.example/receipt", 20)).toEqual([
    "Signed by the",
    "provider;",
    "https://verify.provi",
    "der.example/receipt",
  ]);
});

test("whatever is said, every line fits, and nothing of it is lost but blanks", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 4, max: 48 }), (said, columns) => {
      const lines = wrapped(said, columns);
      const withoutBlanks = (some: string) => some.replace(/[\p{C}\s]/gu, "");
      expect([lines.every((line) => cellsOfText(line) <= columns), withoutBlanks(lines.join(""))]).toEqual([
        true,
        withoutBlanks(said),
      ]);
    }),
  );
});
