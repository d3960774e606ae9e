/** A signature as a platform writes it, into the two numbers of a JWS. */

import { sign } from "node:crypto";
import { expect, test } from "vitest";
import { rawSignature } from "../../../device/adapters/common/derSignature.ts";
import { hex } from "../../../device/base/bytes.ts";
import { newKeyPair } from "../../support/keyPair.ts";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replace(/ /g, ""), "hex"));

test("what OpenSSL signs in DER is 64 bytes, whatever zeros its numbers have before them", () => {
  const { privateKey, publicKey } = newKeyPair();
  const lengths = Array.from({ length: 200 }, (_, nth) => {
    const der = new Uint8Array(sign("sha256", Buffer.from(`${nth}`), privateKey));
    return rawSignature(der)?.length;
  });

  expect([new Set(lengths), publicKey.asymmetricKeyType]).toEqual([new Set([64]), "ec"]);
});

test("short numbers are filled up from the left", () => {
  const raw = rawSignature(bytes("30 07 02 01 05 02 02 00 80"));

  expect(raw && hex(raw)).toBe(`${"00".repeat(31)}05${"00".repeat(31)}80`);
});

test.each([
  ["empty", ""],
  ["no sequence", "31 06 02 01 01 02 01 01"],
  ["a length that is another", "30 07 02 01 01 02 01 01"],
  ["a number that is no number", "30 06 03 01 01 02 01 01"],
  ["a negative number", "30 06 02 01 80 02 01 01"],
  ["a zero too many", "30 07 02 02 00 01 02 01 01"],
  ["a number of no digits", "30 05 02 00 02 01 01"],
  ["one number alone", "30 03 02 01 01"],
  ["something behind them", "30 08 02 01 01 02 01 01 05 00"],
  ["a number of 33 digits", `30 26 02 21 01 ${"00".repeat(32)} 02 01 01`],
])("%s is no signature", (_, der) => {
  expect(rawSignature(bytes(der))).toBe(null);
});
