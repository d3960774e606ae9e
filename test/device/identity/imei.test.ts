import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkDigitOf,
  hasRightCheckDigit,
  imeiReading,
  isSameImei,
  resemblesImei,
} from "../../../device/identity/imei.ts";

const fourteenDigits = fc.stringMatching(/^\d{14}$/);

describe("the check digit", () => {
  test.each(["490154203237518", "866971030221225", "864317081553409", "862140060226843", "004999010640000"])(
    "of %s, known from outside, is right",
    (imei) => {
      expect(hasRightCheckDigit(imei)).toBe(true);
    },
  );

  test("one changed digit makes it wrong", () => {
    fc.assert(
      fc.property(fourteenDigits, fc.nat(14), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const imei = digits + checkDigitOf(digits);
        const changed = imei.slice(0, at) + ((Number(imei[at]) + by) % 10) + imei.slice(at + 1);

        expect([hasRightCheckDigit(imei), hasRightCheckDigit(changed)]).toEqual([true, false]);
      }),
    );
  });
});

describe("an IMEI", () => {
  test("keeps its leading zeros", () => {
    expect(imeiReading("004999010640000", "cgsn1")).toMatchObject({ status: "read", value: "004999010640000" });
  });

  test.each(["", "123", "35693803564380A", "3569380356438091"])("is not read from %j, which has no form", (text) => {
    expect(imeiReading(text, "cgsn1")).toEqual({ status: "unreadable", problem: "malformed", masked: [] });
  });

  test.each([
    "000000000000000",
    "00000000000000",
    "135790246811220",
    "123456789012347",
    "987654321098765",
    "121212121212121",
  ])("is not read from %j, which stands where none is", (text) => {
    expect(imeiReading(text, "cgsn1")).toEqual({ status: "unreadable", problem: "placeholder", masked: [] });
  });

  test("is recognised in every form, and another one in none", () => {
    const forms = ["49015420323751", "490154203237518", "4901542032375107", "49015420323751807"];
    const others = ["49015420323761", "490154203237519", "490154203237", "JB490154203237518"];

    expect([forms, others].map((texts) => texts.map((text) => isSameImei(text, "490154203237518")))).toEqual([
      [true, true, true, true],
      [false, false, false, false],
    ]);
  });

  test("resembles itself with a digit damaged and the one of the other slot, and no number of another maker", () => {
    const near = ["790154203237518", "490154203237528", "49015420987654", "4901542098765432"];
    const far = ["356938035643809", "0391831057000001", "490154203237", "JB26T1000042"];

    expect([near, far].map((texts) => texts.map((text) => resemblesImei(text, "490154203237518")))).toEqual([
      [true, true, true, true],
      [false, false, false, false],
    ]);
  });
});
