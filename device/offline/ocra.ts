/**
 * OCRA (RFC 6287), one-way: what is put into the keyed digest, and how digits come out of it. The digest itself is
 * made by whoever has the key. No session data, no untruncated answers, no time but in minutes.
 */

import { concat, utf8 } from "../base/bytes.ts";
import { createDigits, type Digits } from "../base/digits.ts";
import { inHex } from "../base/radix.ts";
import { err, ok, type Result } from "../base/result.ts";

/** SHA1 and SHA512 are there for the vectors of the RFC: nothing of ours asks for them. */
export type HmacAlgorithm = "SHA1" | "SHA256" | "SHA512";

export type OcraSuite = {
  readonly text: string;
  readonly algorithm: HmacAlgorithm;
  /** 4 to 10 (section 5.3). */
  readonly digits: number;
  readonly question: { readonly format: "numeric" | "alphanumeric"; readonly maxLength: number };
  readonly counter: boolean;
  /** A SHA-1 of a PIN. */
  readonly pin: boolean;
  readonly time: boolean;
};

export type OcraInput = {
  readonly question: string;
  readonly counter?: number;
  /** 20 bytes. */
  readonly pinHash?: Uint8Array;
  /** Whole minutes since 1970. */
  readonly minutes?: number;
};

const grammar = /^OCRA-1:HOTP-(SHA1|SHA256|SHA512)-([4-9]|10):(C-)?Q([AN])(\d\d)(-PSHA1)?(-T1M)?$/;
const questionBytes = 128;

/** Section 6. A suite outside of what is written above is unknown, also where the RFC has it. */
export function parseOcraSuite(text: string): Result<OcraSuite, { readonly code: "ocra/unknown-suite" }> {
  const [, algorithm, digits, counter, format, length, pin, time] = grammar.exec(text) ?? [];
  const maxLength = Number(length);
  if (!isAlgorithm(algorithm) || maxLength < 4 || maxLength > 64) return err({ code: "ocra/unknown-suite" });
  return ok({
    text,
    algorithm,
    digits: Number(digits),
    question: { format: format === "N" ? "numeric" : "alphanumeric", maxLength },
    counter: counter !== undefined,
    pin: pin !== undefined,
    time: time !== undefined,
  });
}

/** The bytes for the keyed digest (section 5.1). Throws when the input is not the one that the suite names. */
export function ocraMessage(suite: OcraSuite, { question, counter, pinHash, minutes }: OcraInput): Uint8Array {
  demand(suite.counter === (counter !== undefined), "counter");
  demand(suite.pin === (pinHash?.length === 20), "PIN hash");
  demand(suite.time === (minutes !== undefined), "time");
  return concat([
    utf8(`${suite.text}\0`),
    counter === undefined ? empty : eightBytes(counter),
    questionField(suite, question),
    pinHash ?? empty,
    minutes === undefined ? empty : eightBytes(minutes),
  ]);
}

/**
 * The digits of a keyed digest (RFC 4226 section 5.3). They come from 31 bits: ten digits begin with 0, 1 or 2, and
 * are as hard to guess as one in 2^31.
 */
export function ocraDigits(suite: OcraSuite, mac: Uint8Array): Digits {
  const at = (mac[mac.length - 1] ?? 0) & 0x0f;
  const number = new DataView(mac.buffer, mac.byteOffset, mac.length).getUint32(at) & 0x7fffffff;
  const digits = createDigits(suite.digits);
  for (let place = suite.digits - 1; place >= 0; place--) digits.push(Math.floor(number / 10 ** place) % 10);
  return digits;
}

const empty = new Uint8Array();

/** A number is written in hexadecimal from the left, so that its last digit may fill half a byte (section 5.1). */
function questionField({ question: { format, maxLength } }: OcraSuite, question: string): Uint8Array {
  const shape = format === "numeric" ? /^\d+$/ : /^[\x21-\x7e]+$/;
  demand(shape.test(question) && question.length >= 4 && question.length <= maxLength, "question");
  const field = new Uint8Array(questionBytes);
  if (format === "alphanumeric") {
    field.set(utf8(question));
  } else {
    [...inHex([...question].map(Number), 10)].forEach((digit, i) => {
      field[i >> 1] = (field[i >> 1] ?? 0) | (Number.parseInt(digit, 16) << (i % 2 === 0 ? 4 : 0));
    });
  }
  return field;
}

function eightBytes(number: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(number / 2 ** 32));
  view.setUint32(4, number % 2 ** 32);
  return bytes;
}

function demand(fits: boolean, what: string): void {
  if (!fits) throw new Error(`the OCRA suite and its ${what} do not fit`);
}

const isAlgorithm = (text: string | undefined): text is HmacAlgorithm =>
  text === "SHA1" || text === "SHA256" || text === "SHA512";
