import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDigitOf, hasImeiBody, hasRightCheckDigit, imeiReading } from "../../../device/identity/imei.ts";

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
    const forms = ["49015420323751", "490154203237518", "4901542032375107", "49015420323751807", "49015420323761"];

    expect(forms.map((form) => hasImeiBody(form, "490154203237518"))).toEqual([true, true, true, true, false]);
  });
});
