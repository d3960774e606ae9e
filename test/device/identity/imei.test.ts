import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDigitOf, hasImeiBody, hasRightCheckDigit, imeiReading } from "../../../device/identity/imei.ts";
import { serialReading } from "../../../device/identity/serialNumber.ts";

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

  test.each(["", "123", "35693803564380A", "3569380356438091", "000000000000000", "00000000000000", "135790246811220"])(
    "is not read from %j",
    (text) => {
      expect(imeiReading(text, "cgsn1").status).toBe("unreadable");
    },
  );

  test("is recognised in every form, and another one in none", () => {
    const forms = ["49015420323751", "490154203237518", "4901542032375107", "49015420323751807", "49015420323761"];

    expect(forms.map((form) => hasImeiBody(form, "490154203237518"))).toEqual([true, true, true, true, false]);
  });
});

describe("a serial number", () => {
  test.each(["JB26T1000042", "2623CKLQ0009707", "01234567-89AB-CDEF-0123-456789ABCDEF", "0391831057000001"])(
    "is read from %s as it is",
    (text) => {
      expect(serialReading(text, "cgsn0")).toEqual({ status: "read", value: text, source: "cgsn0", warnings: [] });
    },
  );

  test.each([
    ["", "malformed"],
    ["0", "malformed"],
    ["AB\u0007CD", "malformed"],
    ["x".repeat(65), "malformed"],
    ["0x6744775", "malformed"],
    ["00000000", "placeholder"],
    ["FF:FF:FF:FF", "placeholder"],
    ["0123456789ABCDEF", "placeholder"],
    ["unknown", "placeholder"],
  ])("is not read from %j", (text, problem) => {
    expect(serialReading(text, "cgsn0")).toEqual({ status: "unreadable", problem, masked: [] });
  });
});
