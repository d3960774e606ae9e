import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../device/base/bytes.ts";
import { answerSuite } from "../../../device/offline/answerCode.ts";
import { type OcraInput, ocraDigits, ocraMessage, parseOcraSuite } from "../../../device/offline/ocra.ts";

/** The RFC's standard keys, and the SHA-1 of its PIN 1234. */
const keys = { SHA1: 20, SHA256: 32, SHA512: 64 } as const;
const keyOf = (length: number) => utf8("1234567890".repeat(7).slice(0, length));
const pinHash = Uint8Array.from(Buffer.from("7110eda4d09e062aa5e4a390b0a572ac0d2c0220", "hex"));
/** March 25 2008, 12:06:30 GMT, in minutes. */
const minutes = 0x132d0b6;

function suiteOf(text: string) {
  const suite = parseOcraSuite(text);
  if (!suite.ok) throw new Error(suite.error.code);
  return suite.value;
}

function answer(text: string, input: OcraInput): string {
  const suite = suiteOf(text);
  const mac = createHmac(suite.algorithm, keyOf(keys[suite.algorithm])).update(ocraMessage(suite, input)).digest();
  return ocraDigits(suite, mac).lend((digits) => digits.join(""));
}

const eightTimes = (digit: number) => String(digit).repeat(8);

type Vectors = { readonly input: (nth: number) => OcraInput; readonly answers: string };

/** RFC 6287, appendices C.1 (one-way) and C.3 (plain signature). */
const vectors: Readonly<Record<string, Vectors>> = {
  "OCRA-1:HOTP-SHA1-6:QN08": {
    input: (nth) => ({ question: eightTimes(nth) }),
    answers: "237653 243178 653583 740991 608993 388898 816933 224598 750600 294470",
  },
  "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1": {
    input: (counter) => ({ question: "12345678", counter, pinHash }),
    answers: "65347737 86775851 78192410 71565254 10104329 65983500 70069104 91771096 75011558 08522129",
  },
  "OCRA-1:HOTP-SHA256-8:QN08-PSHA1": {
    input: (nth) => ({ question: eightTimes(nth), pinHash }),
    answers: "83238735 01501458 17957585 86776967 86807031",
  },
  "OCRA-1:HOTP-SHA512-8:C-QN08": {
    input: (counter) => ({ question: eightTimes(counter), counter }),
    answers: "07016083 63947962 70123924 25341727 33203315 34205738 44343969 51946085 20403879 31409299",
  },
  "OCRA-1:HOTP-SHA512-8:QN08-T1M": {
    input: (nth) => ({ question: eightTimes(nth), minutes }),
    answers: "95209754 55907591 22048402 24218844 36209546",
  },
  "OCRA-1:HOTP-SHA256-8:QA08": {
    input: (nth) => ({ question: `SIG1${nth}000` }),
    answers: "53095496 04110475 31331128 76028668 46554205",
  },
  "OCRA-1:HOTP-SHA512-8:QA10-T1M": {
    input: (nth) => ({ question: `SIG1${nth}00000`, minutes }),
    answers: "77537423 31970405 10235557 95213541 65360607",
  },
};

describe("the answers of RFC 6287, appendix C", () => {
  test.each(Object.entries(vectors))("%s", (suite, { input, answers }) => {
    const expected = answers.split(" ");

    expect(expected.map((_, nth) => answer(suite, input(nth)))).toEqual(expected);
  });
});

test("the suite of this product is the one that its text names", () => {
  expect(parseOcraSuite(answerSuite.text)).toEqual({ ok: true, value: answerSuite });
});

test.each([
  "",
  "OCRA-2:HOTP-SHA256-10:QA20",
  "OCRA-1:HOTP-MD5-10:QA20",
  "OCRA-1:HOTP-SHA256-0:QA20",
  "OCRA-1:HOTP-SHA256-3:QA20",
  "OCRA-1:HOTP-SHA256-11:QA20",
  "OCRA-1:HOTP-SHA256-10:QA03",
  "OCRA-1:HOTP-SHA256-10:QA65",
  "OCRA-1:HOTP-SHA256-10:QH40",
  "OCRA-1:HOTP-SHA256-10:QA20-S064",
  "OCRA-1:HOTP-SHA256-10:QA20-PSHA256",
  "OCRA-1:HOTP-SHA256-10:QA20-T30S",
  "OCRA-1:HOTP-SHA256-10:",
  " OCRA-1:HOTP-SHA256-10:QA20",
  "OCRA-1:HOTP-SHA256-10:QA20\n",
])("the suite %j is unknown", (text) => {
  expect(parseOcraSuite(text)).toEqual({ ok: false, error: { code: "ocra/unknown-suite" } });
});

const full = { question: "12345678", counter: 0, pinHash };

test.each<[string, string, OcraInput]>([
  ["no counter", "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", { question: "12345678", pinHash }],
  ["a PIN too many", "OCRA-1:HOTP-SHA512-8:C-QN08", full],
  ["a PIN itself", "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", { ...full, pinHash: utf8("1234") }],
  ["no time", "OCRA-1:HOTP-SHA512-8:QN08-T1M", { question: "12345678" }],
  ["letters for a number", "OCRA-1:HOTP-SHA1-6:QN08", { question: "1234567A" }],
  ["too long a question", "OCRA-1:HOTP-SHA1-6:QN08", { question: "123456789" }],
  ["too short a question", "OCRA-1:HOTP-SHA1-6:QN08", { question: "123" }],
])("%s for a suite is a bug, not an answer", (_, suite, input) => {
  expect(() => answer(suite, input)).toThrow("do not fit");
});
