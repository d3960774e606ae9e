/**
 * The answer that a person reads out: ten OCRA digits over the challenge and one check digit. Only the upstream and
 * this terminal can make it, so it proves nothing to anybody else. Counting tries is not done here.
 */

import { createDigits, type Digits, equalDigits } from "../base/digits.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { OfflineSecret, OfflineSecretFailure } from "../ports/offlineSecret.ts";
import type { Challenge } from "./challenge.ts";
import { checkDigitOf, endsInCheckDigit } from "./checkSymbols.ts";
import { type OcraSuite, ocraDigits, ocraMessage } from "./ocra.ts";

/** The question is the challenge's 20 letters, its check letter among them. */
export const answerSuite: OcraSuite = {
  text: "OCRA-1:HOTP-SHA256-10:QA20",
  algorithm: "SHA256",
  digits: 10,
  question: { format: "alphanumeric", maxLength: 20 },
  counter: false,
  pin: false,
  time: false,
};

/** With the check digit. */
export const answerCodeLength = answerSuite.digits + 1;

export type TypedCodeFailure =
  | { readonly code: "offline/code-incomplete" }
  /** A slip that the check digit shows. It says nothing about the right code, and costs no try. */
  | { readonly code: "offline/code-mistyped" };

/** What the secret's HMAC is taken of. */
export function answerMessage({ letters }: Pick<Challenge, "letters">): Uint8Array {
  return ocraMessage(answerSuite, { question: letters });
}

/** The code of that HMAC: 11 digits, to be wiped after use. */
export function answerCodeOf(mac: Uint8Array): Digits {
  const ten = ocraDigits(answerSuite, mac);
  const code = createDigits(answerCodeLength);
  ten.lend((digits) => {
    digits.forEach((digit) => void code.push(digit));
    code.push(checkDigitOf(digits));
  });
  ten.wipe();
  return code;
}

/** To be asked before a try is counted. */
export function checkTypedCode(typed: Digits): Result<void, TypedCodeFailure> {
  if (typed.length !== answerCodeLength) return err({ code: "offline/code-incomplete" });
  return typed.lend(endsInCheckDigit) ? ok() : err({ code: "offline/code-mistyped" });
}

/** To be asked after the try is durable. The caller may wipe the digits as soon as it has called. */
export async function codeAnswers(
  typed: Digits,
  challenge: Pick<Challenge, "letters">,
  secret: OfflineSecret,
): Promise<Result<boolean, OfflineSecretFailure>> {
  const copy = typed.lend((digits) => digits.slice());
  const mac = await secret.hmac(answerMessage(challenge));
  const answer = mac.ok ? ok(isCode(copy, mac.value)) : mac;
  copy.fill(0);
  return answer;
}

function isCode(typed: Uint8Array, mac: Uint8Array): boolean {
  const right = answerCodeOf(mac);
  const same = right.lend((digits) => equalDigits(typed, digits));
  right.wipe();
  mac.fill(0);
  return same;
}
