// What an operator reads out leads to one code and no other.

import { expect, test } from "vitest";
import { caseNumber } from "../../../device/base/caseNumber.ts";
import { errorCodes } from "../../../device/contract/errors.ts";

test("The number has seven digits, and no two codes have the same", () => {
  const numbers = Object.keys(errorCodes).map(caseNumber);
  expect([numbers.every((number) => /^\d{7}$/.test(number)), new Set(numbers).size]).toEqual([true, numbers.length]);
});

test("It never changes: the first terminals tell the same as the last", () => {
  expect([caseNumber("link/port-busy"), caseNumber("upstream/no-answer")]).toEqual(["9617317", "4657431"]);
});
