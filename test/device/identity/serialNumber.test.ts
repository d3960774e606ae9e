/** A serial number has a form; what a maker, a firmware or a BIOS puts where none is has a kind. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serialReading } from "../../../device/identity/serialNumber.ts";
import { tusnReading } from "../../../device/identity/tusn.ts";

describe("a serial number is read as it is", () => {
  test.each([
    "JB26T1000042",
    "2623CKLQ0009707",
    "01234567-89AB-CDEF-0123-456789ABCDEF",
    "0391831057000001",
    "PH2155R3TR",
    "CDK-0000001",
    "NL2A62Z0N5",
    "NA12000003",
    "C02XKFHJJG5H",
    "1234567890",
    "N900W123456",
    "SN-0001",
    "NULLARBOR-77",
    "10000000",
  ])("%s", (text) => {
    expect(serialReading(text, "cgsn0")).toEqual({ status: "read", value: text, source: "cgsn0", warnings: [] });
  });

  test("whatever its letters, where it counts a terminal and not itself", () => {
    const prefix = fc.stringMatching(/^[B-DF-HJ-MP-TV-Z]{2,6}$/);
    fc.assert(
      fc.property(prefix, fc.integer({ min: 1_000, max: 9_999_999 }), (letters, number) => {
        fc.pre(new Set(String(number)).size > 2);
        const text = `${letters}${String(number).padStart(8, "0")}`;

        expect(serialReading(text, "cgsn0")).toMatchObject({ status: "read", value: text });
      }),
    );
  });
});

describe("a serial number is not read from", () => {
  test.each([
    ["", "malformed"],
    ["0", "malformed"],
    ["-", "malformed"],
    ["12", "malformed"],
    ["AB\u00071234", "malformed"],
    [`1${"x".repeat(64)}`, "malformed"],
    ["0x6744775", "malformed"],
    ["未知", "malformed"],
  ])("%j, which has no form", (text, problem) => {
    expect(serialReading(text, "cgsn0")).toEqual({ status: "unreadable", problem, masked: [] });
  });

  test.each([
    // Words, whoever said them and in which case: a number has digits.
    ...[
      "null",
      "none",
      "NONE",
      "N/A",
      "NA",
      "nil",
      "TBD",
      "NOT SUPPORTED",
      "NotAvailable",
      "Default string",
      "unknown",
    ],
    ...[
      "ERROR",
      "To be filled by O.E.M.",
      "System Serial Number",
      "(null)",
      "<empty>",
      "invalid sn",
      "COMMAND NOT FOUND",
    ],
    // The same, with a number that numbers the refusal.
    ...["ERROR 4", "error: 23", "+CME ERROR: 4", "Default string 1", "UNKNOWN0", "NULL-0000", "not set 1", "FAILED-12"],
    // One character throughout, or nothing but zeros behind letters.
    ...["00000000", "0000-0000", "FF:FF:FF:FF", "XXXXXXXX", "SN000000", "A-0000-0000", "11111111"],
    // A block again and again.
    ...["12121212", "123123123", "ABC1ABC1ABC1", "0101-0101"],
    // Counting.
    ...["123456789", "12345678", "0123456789", "0123456789ABCDEF", "987654321", "1234-5678-9", "123456789012345"],
  ])("%j, which stands where none is", (text) => {
    expect(serialReading(text, "cgsn0")).toEqual({ status: "unreadable", problem: "placeholder", masked: [] });
  });

  test.each(["00002404000000", "00002404123123123", "00002404UNKNOWN", "000024040123456789"])(
    "the end of the terminal number %s",
    (text) => {
      expect(tusnReading(text, "slf-id")).toEqual({ status: "unreadable", problem: "placeholder", masked: [] });
    },
  );
});
