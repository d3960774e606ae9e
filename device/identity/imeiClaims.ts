/**
 * Which of the numbers that a terminal told over AT is its IMEI. A claim is a number that one answer told as an IMEI, or
 * may have: a named one says so itself, by its command or its label. Where the terminal does not know the command whose
 * answer is an IMEI and nothing else (+CGSN=1), every bare number of fifteen digits claims to be it.
 */

import type { ReadingSource } from "../contract/codes.ts";
import type { IdentityText } from "../serial/at/commands/identityText.ts";
import { contradictory } from "./agree.ts";
import { type AtAnswer, type IdentityAnswers, labelsIn, needsOtherImeiSources, problemOfRefusals } from "./atAnswer.ts";
import { hasRightCheckDigit, imeiReading, isSameImei } from "./imei.ts";
import type { Reading } from "./reading.ts";
import { unreadable } from "./unreadable.ts";

type ImeiClaim = { readonly source: ReadingSource; readonly text: string; readonly isNamed: boolean };

/** The IMEI that two claims tell and none disputes; `rounds` in the order asked. */
export function imeiFrom(rounds: readonly IdentityAnswers[]): Reading {
  const claims = rounds.flatMap(claimsIn);
  const isTyped = knowsTypedCommand(claims);
  if (!isTyped && !rounds.every(({ cgsn1 }) => needsOtherImeiSources(cgsn1)))
    return untyped(rounds.map(({ cgsn1 }) => cgsn1));

  const best = bestOf(claims);
  const isGuess = best !== undefined && !best.isNamed && !hasRightCheckDigit(best.text);
  // A question without an answer might have told a better one.
  const isSilent = rounds.some(({ cgsn, gsn, ati }) => [cgsn, gsn, ati].some((told) => told?.kind === "silent"));
  if ((!best || isGuess) && isSilent) return unreadable("no-answer");
  if (!best)
    return unreadable(
      problemOfRefusals(rounds.flatMap(({ cgsn1, cgsn, gsn, hashCgsn, egmr }) => [cgsn1, cgsn, gsn, hashCgsn, egmr])),
    );

  const reading = readingOf(best);
  if (reading.status === "unreadable") return reading;
  const rival = claims.find(
    (claim) => disputes(claim, isTyped) && readingOf(claim).status === "read" && !isSameImei(claim.text, reading.value),
  );
  if (rival) return contradictory(best.text, rival.text);
  const agreeing = claims.filter(({ text }) => isSameImei(text, reading.value));
  if (agreeing.length < 2) return unreadable("no-answer");
  return { ...reading, source: bestSourceOf(agreeing) };
}

/** Why the one command whose answer is an IMEI did not tell it, where no other may take its place. */
function untyped(told: readonly IdentityAnswers["cgsn1"][]): Reading {
  if (told.some(({ kind }) => kind === "silent")) return unreadable("no-answer");
  return unreadable(problemOfRefusals(told) === "not-now" ? "not-now" : "malformed");
}

/** Every number that may be an IMEI, believed or not. None of them is a serial number. */
export function claimedImeis(rounds: readonly IdentityAnswers[]): readonly string[] {
  const claims = rounds.flatMap(claimsIn);
  const isTyped = knowsTypedCommand(claims);
  return claims.filter((claim) => disputes(claim, isTyped)).map(({ text }) => text);
}

/** The best first. */
const ranks: readonly ReadingSource[] = ["cgsn1", "hashCgsn", "egmr", "cgsn2", "cgsn", "gsn", "cgsn0", "ati"];

function claimsIn(round: IdentityAnswers): readonly ImeiClaim[] {
  const { cgsn1, hashCgsn, egmr, cgsn2, cgsn, gsn, cgsn0 } = round;
  const label = labelsIn(round)?.imei ?? "";
  return [
    ...toldBy("cgsn1", cgsn1),
    ...toldBy("hashCgsn", hashCgsn),
    ...toldBy("egmr", egmr),
    ...toldBy("cgsn2", cgsn2),
    ...mayBeToldBy("cgsn", cgsn),
    ...mayBeToldBy("gsn", gsn),
    ...mayBeToldBy("cgsn0", cgsn0),
    // A label without digits behind it claims nothing.
    ...(/^\d{14,17}$/.test(label) ? [{ source: "ati", text: label, isNamed: true } as const] : []),
  ];
}

function toldBy(source: ReadingSource, told: AtAnswer<string> | null): readonly ImeiClaim[] {
  return told?.kind === "told" ? [{ source, text: told.value, isNamed: true }] : [];
}

function mayBeToldBy(source: ReadingSource, told: AtAnswer<IdentityText> | null): readonly ImeiClaim[] {
  if (told?.kind !== "told") return [];
  const { text, calledImei: isNamed } = told.value;
  return isNamed || /^\d{15}$/.test(text) ? [{ source, text, isNamed }] : [];
}

function knowsTypedCommand(claims: readonly ImeiClaim[]): boolean {
  return claims.some(({ source }) => source === "cgsn1");
}

/** An unnamed number beside the answer to +CGSN=1 may be what its command says it is, a serial number. */
function disputes({ isNamed }: ImeiClaim, isTyped: boolean): boolean {
  return isNamed || !isTyped;
}

function bestOf(claims: readonly ImeiClaim[]): ImeiClaim | undefined {
  const rankOf = ({ source, text, isNamed }: ImeiClaim) =>
    ranks.indexOf(source) + (isNamed ? 0 : hasRightCheckDigit(text) ? ranks.length : 2 * ranks.length);
  return [...claims].sort((one, other) => rankOf(one) - rankOf(other))[0];
}

function bestSourceOf(agreeing: readonly ImeiClaim[]): ReadingSource {
  const sources = agreeing.map(({ source }) => source);
  return ranks.find((source) => sources.includes(source)) ?? "ati";
}

/** An IMEISV tells the IMEI but for its check digit (3GPP TS 23.003 section 6.2.2). */
function readingOf({ source, text }: ImeiClaim): Reading {
  return imeiReading(text.length > 15 ? text.slice(0, 14) : text, source);
}
