/**
 * The challenge: what a terminal without a network shows, and a person reads out or carries. 80 bits, of which 32
 * name the terminal's binding to those who know their terminals, and 48 commit to one request and one nonce.
 * Knows neither the request nor the answers.
 */

import { base64url, hex, utf8 } from "../base/bytes.ts";
import { inBase, inHex } from "../base/radix.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type BindingKind, type PinRole, pinRoles } from "../contract/codes.ts";
import type { Hash } from "../ports/hash.ts";
import { checkLetterOf, endsInCheckLetter } from "./checkSymbols.ts";

/**
 * What is asked for: an unbind, or a new PIN of one role. It is in both tags, so that an answer to one cannot serve another,
 * and whoever answers learns from the letters alone what they are about to allow.
 */
export type ChallengePurpose = "unbind" | `${PinRole}-pin`;

export function pinPurpose(role: PinRole): ChallengePurpose {
  return `${role}-pin`;
}

export const challengePurposes: readonly ChallengePurpose[] = ["unbind", ...pinRoles.map(pinPurpose)];

/** Whose binding the challenge speaks of. */
export type ChallengeTerminal = {
  readonly purpose: ChallengePurpose;
  readonly sn: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
};

/** What one challenge stands for. */
export type ChallengeSubject = ChallengeTerminal & {
  /** SHA-256 of the request's compact JWS, in base64url; of the purpose's name where there is no request. */
  readonly requestHash: string;
  /** 16 fresh random bytes. */
  readonly nonce: Uint8Array;
};

export type Challenge = {
  /** As it is shown: five groups of four letters, "BCDF-GHJK-...". */
  readonly text: string;
  /** As it is hashed and answered: the same 20 letters, capital, without dashes. */
  readonly letters: string;
  /** 8 hex digits. */
  readonly terminalTag: string;
  /** 12 hex digits. */
  readonly requestTag: string;
};

export type ChallengeFailure =
  | { readonly code: "challenge/wrong-length"; readonly letters: number }
  | { readonly code: "challenge/foreign-letter" }
  /** All letters are right ones, and together they are no challenge: one was heard or typed wrongly. */
  | { readonly code: "challenge/mistyped" };

/** RFC 8628 section 6.1: no vowels, so no words; nothing that is taken for a digit. */
const alphabet = "BCDFGHJKLMNPQRSTVWXZ";
const base = alphabet.length;
const letterCount = 20;
export const challengeNonceBytes = 16;
const terminalTagDigits = 8;
const requestTagDigits = 12;
const tagDigits = terminalTagDigits + requestTagDigits;
/** Blanks and dashes may be as many as the letters; what is longer is not looked at. */
const maxTypedLength = 2 * letterCount;

/** The same subject makes the same challenge, so that a verifier can make it again. */
export function makeChallenge(subject: ChallengeSubject, hash: Hash): Challenge {
  const { purpose, requestHash, nonce } = subject;
  if (nonce.length !== challengeNonceBytes) throw new Error("a challenge needs a nonce of 16 bytes");
  const request = digest([`jiebang offline ${purpose} request v1`, requestHash, base64url(nonce)], hash);
  return challengeOf(terminalTagOf(subject, hash) + request.slice(0, requestTagDigits));
}

/** The first tag of every challenge of this binding for this purpose: 8 hex digits. */
export function terminalTagOf({ purpose, sn, bindingKind, epoch }: ChallengeTerminal, hash: Hash): string {
  return digest([`jiebang offline ${purpose} terminal v1`, sn, bindingKind, epoch], hash).slice(0, terminalTagDigits);
}

/** What a person typed: capital or small letters, blanks and dashes anywhere. */
export function parseChallenge(typed: string): Result<Challenge, ChallengeFailure> {
  if (typed.length > maxTypedLength) return err({ code: "challenge/wrong-length", letters: typed.length });
  // Before anything is made capital: Unicode makes a double S of the German sharp s.
  if (!/^[A-Za-z -]*$/.test(typed)) return err({ code: "challenge/foreign-letter" });
  const letters = typed.replace(/[ -]/g, "").toUpperCase();
  const values = [...letters].map((letter) => alphabet.indexOf(letter));
  if (values.includes(-1)) return err({ code: "challenge/foreign-letter" });
  if (values.length !== letterCount) return err({ code: "challenge/wrong-length", letters: values.length });
  const tags = inHex(values.slice(0, -1), base).padStart(tagDigits, "0");
  // 19 letters hold a little more than 80 bits.
  if (!endsInCheckLetter(values) || tags.length > tagDigits) return err({ code: "challenge/mistyped" });
  return ok(challengeOf(tags));
}

/** As people read it: five groups of four letters. */
export function challengeGroups({ letters }: Pick<Challenge, "letters">): readonly string[] {
  return letters.match(/.{4}/g) ?? [];
}

/** SHA-256 over the 20 letters, in base64url: what a signed answer names the challenge by. */
export function challengeHash({ letters }: Pick<Challenge, "letters">, hash: Hash): string {
  return base64url(hash.sha256(utf8(letters)));
}

/** Whether this challenge stands for this subject. */
export function challengeMatches(challenge: Challenge, subject: ChallengeSubject, hash: Hash): boolean {
  return makeChallenge(subject, hash).letters === challenge.letters;
}

/** A JSON array of texts and numbers can be read in one way only, so two subjects never hash the same bytes. */
function digest(members: readonly (string | number)[], hash: Hash): string {
  return hex(hash.sha256(utf8(JSON.stringify(members))));
}

function challengeOf(tags: string): Challenge {
  const values = inBase(
    [...tags].map((digit) => Number.parseInt(digit, 16)),
    16,
    base,
  );
  while (values.length < letterCount - 1) values.unshift(0);
  values.push(checkLetterOf(values));
  const letters = values.map((value) => alphabet[value]).join("");
  return {
    text: letters.replace(/.{4}(?=.)/g, "$&-"),
    letters,
    terminalTag: tags.slice(0, terminalTagDigits),
    requestTag: tags.slice(terminalTagDigits),
  };
}
