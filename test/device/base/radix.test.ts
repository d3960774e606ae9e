import * as fc from "fast-check";
import { expect, test } from "vitest";
import { inBase, inHex } from "../../../device/base/radix.ts";

test("a number is the same in every base, whatever its length", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 96n }), (number) => {
      const decimal = [...number.toString()].map(Number);
      const hex = inHex(decimal, 10);
      const back = inBase(
        [...hex].map((digit) => Number.parseInt(digit, 16)),
        16,
        10,
      ).join("");
      return (hex || "0") === number.toString(16) && (back || "0") === number.toString();
    }),
  );
});

test("zero has no digits, and leading zeros are none", () => {
  expect([inBase([], 10, 16), inBase([0, 0], 10, 16), inHex([0, 0, 2, 5, 5], 10)]).toEqual([[], [], "ff"]);
});
