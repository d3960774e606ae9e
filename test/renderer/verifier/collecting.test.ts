// Codes come in any order, again and again, and from whatever lies beside the terminal.

import { expect, test } from "vitest";
import { qrParts } from "../../../device/evidence/qrParts.ts";
import { collect, type Seen } from "../../../renderer/verifier/collecting.ts";
import { hash } from "../../device/evidence/keys.ts";

const receipt = `${"h".repeat(40)}.${"p".repeat(40)}.${"s".repeat(86)}`;
const codesOf = (text: string): readonly string[] => {
  const parts = qrParts(text, hash);
  return parts.ok ? parts.value : [];
};
const [one = "", two = "", three = ""] = codesOf("one evidence ".repeat(200));
const [other = "", another = ""] = codesOf("other evidence ".repeat(180));

/** Of what was found look by look: what is judged in the end, how far it has come, and whether something was left out. */
function looked(...looks: readonly (readonly string[])[]) {
  let seen: Seen = new Map();
  let said: unknown = null;
  for (const found of looks) {
    const { seen: all, text, progress, isWhole, leftOut } = collect(seen, found);
    seen = all;
    said = { codes: text?.split("\n") ?? null, progress, isWhole, leftOut };
  }
  return said;
}

test.each<readonly [string, readonly (readonly string[])[], object]>([
  ["one of three", [[one]], { codes: [one], progress: { have: 1, count: 3 }, isWhole: false, leftOut: false }],
  [
    "all three, the second seen twice",
    [[three], [two], [two], [one]],
    { codes: [one, two, three], progress: { have: 3, count: 3 }, isWhole: true, leftOut: false },
  ],
  [
    "the same with a code of other evidence between them",
    [[one], [other], [two, three]],
    { codes: [one, two, three], progress: { have: 3, count: 3 }, isWhole: true, leftOut: true },
  ],
  [
    "other evidence since: it is what somebody shows",
    [[one], [other, another]],
    { codes: [other, another], progress: { have: 2, count: 3 }, isWhole: false, leftOut: true },
  ],
  [
    "a code of no evidence beside one",
    [[one, "https://pay.example"]],
    { codes: [one], progress: { have: 1, count: 3 }, isWhole: false, leftOut: true },
  ],
  ["a code of no evidence alone", [["hello"]], { codes: null, progress: null, isWhole: false, leftOut: true }],
  ["a receipt", [[receipt]], { codes: [receipt], progress: null, isWhole: true, leftOut: false }],
  [
    "a link with a receipt, while a series waits",
    [[one], [`https://verify.example/#${receipt}`]],
    { codes: [`https://verify.example/#${receipt}`], progress: null, isWhole: true, leftOut: true },
  ],
  [
    "a part that somebody altered, and the true one later",
    [[`${one}A`], [one], [two], [three]],
    { codes: [one, two, three], progress: { have: 3, count: 3 }, isWhole: true, leftOut: false },
  ],
])("%s", (_, looks, expected) => {
  expect(looked(...looks)).toEqual(expected);
});
