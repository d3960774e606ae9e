/**
 * Which of the numbers that a terminal told is its serial number. No number that was ever told as an IMEI is one, in any
 * form, because another IMEI was believed; nor is one that resembles an IMEI that was told, or that has the form of one
 * with a right check digit and no name of its own.
 */

import type { ReadingSource } from "../contract/codes.ts";
import type { IdentityText } from "../serial/at/commands/identityText.ts";
import { contradictory } from "./agree.ts";
import { type AtAnswer, type IdentityAnswers, labelsIn, problemOfRefusals } from "./atAnswer.ts";
import { looksLikeEsn, looksLikeMeid } from "./cdmaNumbers.ts";
import { hasRightCheckDigit, isSameImei, resemblesImei } from "./imei.ts";
import { claimedImeis } from "./imeiClaims.ts";
import type { Reading } from "./reading.ts";
import { serialReading } from "./serialNumber.ts";
import { unreadable } from "./unreadable.ts";

type SerialSource = { readonly source: ReadingSource; answerIn(round: IdentityAnswers): AtAnswer<string> | null };

/** The maker's own command and labels say what their number is; the standard's commands do not. */
const unnamed: readonly SerialSource[] = [
  { source: "cgsn0", answerIn: ({ cgsn0 }) => serialPartOf(cgsn0) },
  { source: "cgsn", answerIn: ({ cgsn }) => serialPartOf(cgsn) },
];
const label: SerialSource = { source: "ati", answerIn: ({ ati }) => labelled(ati, "serial") };
const named: readonly SerialSource[] = [
  { source: "caretSn", answerIn: ({ caretSn }) => caretSn },
  label,
  { source: "ati", answerIn: ({ ati }) => labelled(ati, "factorySerial") },
];
const sources: readonly SerialSource[] = [...unnamed, ...named];

/** The first serial number that is no other number in disguise, told twice; `rounds` in the order asked. A terminal that tells nothing but its IMEI has none. */
export function serialFrom(rounds: readonly IdentityAnswers[], imei: Reading): Reading {
  const imeis = claimedImeis(rounds);
  const textsOf = ({ answerIn }: SerialSource) =>
    rounds.flatMap((round) => {
      const told = answerIn(round);
      return told?.kind === "told" ? [told.value] : [];
    });
  const disguiseOf = (text: string, from: SerialSource) =>
    imeiInDisguise(text, imeis) ?? (unnamed.includes(from) ? otherInDisguise(text, rounds, imei, imeis) : null);
  const isSerial = (text: string) => serialReading(text, "ati").status === "read" && !imeiInDisguise(text, imeis);

  let problem: Reading = unreadable(
    problemOfRefusals(rounds.flatMap((round) => sources.map(({ answerIn }) => answerIn(round)))),
  );
  for (const from of sources) {
    const kinds = rounds.flatMap((round) => from.answerIn(round)?.kind ?? []);
    const texts = textsOf(from);
    const [text] = texts;
    // A question without an answer might have been answered otherwise: the next best source is no substitute.
    if (kinds.length > 0 && kinds.every((kind) => kind === "silent")) return unreadable("no-answer");
    if (text === undefined && kinds.includes("malformed")) problem = unreadable("malformed");
    if (text === undefined) continue;

    const disguise = texts.map((each) => disguiseOf(each, from)).find((each) => each !== null);
    if (disguise?.status === "unreadable" && disguise.problem === "contradictory") problem = disguise;
    if (disguise) continue;
    const reading = serialReading(text, from.source);
    if (reading.status === "unreadable") {
      problem = reading;
      continue;
    }
    const rival = [...texts, ...(named.includes(from) ? [] : textsOf(label).filter(isSerial))].find(
      (each) => each !== text,
    );
    if (rival !== undefined) return contradictory(text, rival);
    const agreeing = sources.flatMap(textsOf).filter((each) => each === text);
    return agreeing.length < 2 ? unreadable("no-answer") : reading;
  }
  return problem;
}

/** Why a text cannot be a serial number beside these IMEIs, whatever it is called; null where it can. */
export function imeiInDisguise(text: string, imeis: readonly string[]): Reading | null {
  if (imeis.some((imei) => isSameImei(text, imei))) return unreadable("not-supported");
  const twin = imeis.find((imei) => resemblesImei(text, imei));
  return twin === undefined ? null : contradictory(text, twin);
}

/**
 * Why a text that nobody calls a serial number cannot be one. With no IMEI to compare with, every number that has the
 * length of one in any of its forms, or the shape of what CDMA terminals have instead, may be it.
 */
function otherInDisguise(
  text: string,
  rounds: readonly IdentityAnswers[],
  imei: Reading,
  imeis: readonly string[],
): Reading | null {
  const isLabelled = rounds.map(labelsIn).some((labels) => text === labels?.meid || text === labels?.esn);
  const mayBeAny = /^\d{14,17}$/.test(text) || looksLikeMeid(text) || looksLikeEsn(text);
  if (isLabelled || (imei.status === "unreadable" && mayBeAny)) return unreadable("not-supported");
  if (!hasRightCheckDigit(text)) return null;
  const [believed] = imeis;
  return believed === undefined ? unreadable("not-supported") : contradictory(text, believed);
}

/** What of the answer may be a serial number: not what it calls an IMEI, and not a CDMA terminal's pair. */
function serialPartOf(told: AtAnswer<IdentityText> | null): AtAnswer<string> | null {
  if (told?.kind !== "told") return told;
  const { text, calledImei, pairedSerial, cdma } = told.value;
  if (pairedSerial !== null) return { kind: "told", value: pairedSerial };
  return calledImei || cdma ? null : { kind: "told", value: text };
}

function labelled(ati: IdentityAnswers["ati"], name: "serial" | "factorySerial"): AtAnswer<string> | null {
  if (ati?.kind !== "told") return ati;
  const text = ati.value[name];
  return text === null ? { kind: "refused", code: null } : { kind: "told", value: text };
}
