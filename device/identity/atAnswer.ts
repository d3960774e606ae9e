/** What came of the questions of one round. Asks nothing itself, and judges nothing. */

import type { IdentityText } from "../serial/at/commands/identityText.ts";
import { passesByItself } from "../serial/at/equipmentErrors.ts";
import type { ReadingProblem } from "./reading.ts";

/** What came of one question. */
export type AtAnswer<T> =
  | { readonly kind: "told"; readonly value: T }
  /** A final result other than OK; `code` is the number of a CME error. */
  | { readonly kind: "refused"; readonly code: number | null }
  /** OK, and lines that do not have the shape of the answer. */
  | { readonly kind: "malformed" }
  /** The terminal is there, and does not answer this. */
  | { readonly kind: "silent" };

/** The labelled lines of ATI; null where there is none. */
export type Labels = {
  readonly imei: string | null;
  readonly serial: string | null;
  readonly factorySerial: string | null;
  readonly meid: string | null;
  readonly esn: string | null;
  readonly tusn: string | null;
};

/** The answers of one round; null where the question was not needed, or is one for other makers' terminals. */
export type IdentityAnswers = {
  readonly cgsn0: AtAnswer<IdentityText>;
  readonly cgsn1: AtAnswer<string>;
  readonly cgsn2: AtAnswer<string> | null;
  readonly cgsn: AtAnswer<IdentityText> | null;
  readonly gsn: AtAnswer<IdentityText> | null;
  readonly hashCgsn: AtAnswer<string> | null;
  readonly caretSn: AtAnswer<string> | null;
  readonly egmr: AtAnswer<string> | null;
  /** Of a description that was asked for in this round; null where it was not, so that nothing is told twice by being asked once. */
  readonly ati: AtAnswer<Labels> | null;
};

export function labelsIn({ ati }: IdentityAnswers): Labels | null {
  return ati?.kind === "told" ? ati.value : null;
}

/** +CME ERROR: memory failure (3GPP TS 27.007 section 9.2.1): what terminals with an erased IMEI say. */
const memoryFailure = 23;

/** +CME ERROR: operation not allowed (3GPP TS 27.007 section 9.2.1): at this time, or ever. */
const notAllowed = 3;

/** What a refusal says of the value: a terminal that is starting, or busy, may tell it later. */
export function problemOfRefusal(code: number | null): Extract<ReadingProblem, "not-supported" | "not-now"> {
  return code === notAllowed || passesByItself(code) ? "not-now" : "not-supported";
}

/** The same of several questions, each of which could have told it. */
export function problemOfRefusals(told: readonly (AtAnswer<unknown> | null)[]): ReturnType<typeof problemOfRefusal> {
  const passes = told.some((each) => each?.kind === "refused" && problemOfRefusal(each.code) === "not-now");
  return passes ? "not-now" : "not-supported";
}

/** Whether +CGSN=1 is unknown to the terminal, so that other commands may tell the IMEI. An erased or misshapen IMEI is no reason to look elsewhere. */
export function needsOtherImeiSources(cgsn1: AtAnswer<string>): boolean {
  return cgsn1.kind === "refused" && cgsn1.code !== memoryFailure && !passesByItself(cgsn1.code);
}

/** The answers whose number the standard leaves open. */
export function unnamedTexts({ cgsn, gsn }: IdentityAnswers) {
  return [
    { source: "cgsn", told: cgsn },
    { source: "gsn", told: gsn },
  ] as const;
}
