/** What the terminal told in one round of questions, and which of it is the IMEI and which the serial number. Asks nothing itself. */

import type { IdentityText } from "../serial/at/commands/identityText.ts";
import { passesByItself } from "../serial/at/equipmentErrors.ts";
import { looksLikeEsn, looksLikeMeid } from "./cdmaNumbers.ts";
import { hasImeiBody, hasRightCheckDigit, imeiReading } from "./imei.ts";
import type { Reading, ReadingSource } from "./reading.ts";
import { serialReading } from "./serialNumber.ts";
import { unreadable } from "./unreadable.ts";

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
  readonly ati: Labels;
};

/** +CME ERROR: memory failure (3GPP TS 27.007 section 9.2.1): what terminals with an erased IMEI say. */
const memoryFailure = 23;

/** Whether +CGSN=1 is unknown to the terminal, so that other commands may tell the IMEI. An erased or misshapen IMEI is no reason to look elsewhere. */
export function needsOtherImeiSources(cgsn1: AtAnswer<string>): boolean {
  return cgsn1.kind === "refused" && cgsn1.code !== memoryFailure && !passesByItself(cgsn1.code);
}

/**
 * The IMEI that +CGSN=1 tells. Where that command is refused: what another command tells that tells nothing else, then
 * the number that the terminal itself calls an IMEI, and at last an unnamed one of 15 digits, rather one with a right
 * check digit. Where that might be a serial number after all, none is left to read, and nothing can be done with the IMEI alone.
 */
export function imeiFrom(answers: IdentityAnswers): Reading {
  const { cgsn1, cgsn2, ati } = answers;
  if (cgsn1.kind === "told") return imeiReading(cgsn1.value, "cgsn1");
  if (cgsn1.kind === "silent") return unreadable("no-answer");
  if (!needsOtherImeiSources(cgsn1)) return unreadable("malformed");

  if (answers.hashCgsn?.kind === "told") return imeiReading(answers.hashCgsn.value, "hashCgsn");
  if (answers.egmr?.kind === "told") return imeiReading(answers.egmr.value, "egmr");
  if (cgsn2?.kind === "told") return imeiReading(cgsn2.value.slice(0, 14), "cgsn2");

  const texts = unnamedTexts(answers);
  for (const { source, told } of texts) {
    if (told?.kind !== "told") continue;
    if (told.value.calledImei || told.value.text === ati.imei) return imeiReading(told.value.text, source);
  }
  if (ati.imei !== null) return imeiReading(ati.imei, "ati");
  for (const { source, told } of texts) {
    if (told?.kind === "told" && hasRightCheckDigit(told.value.text)) return imeiReading(told.value.text, source);
  }
  if (texts.some(({ told }) => told?.kind === "silent")) return unreadable("no-answer");
  for (const { source, told } of texts) {
    if (told?.kind === "told" && /^\d{15}$/.test(told.value.text)) return imeiReading(told.value.text, source);
  }
  return unreadable("not-supported");
}

/** The answers whose number the standard leaves open. */
export function unnamedTexts({ cgsn, gsn }: IdentityAnswers) {
  return [
    { source: "cgsn", told: cgsn },
    { source: "gsn", told: gsn },
  ] as const;
}

/** The first serial number that is not another number in disguise. A terminal that tells nothing but its IMEI has no readable one. */
export function serialFrom(answers: IdentityAnswers, imei: Reading): Reading {
  const candidates: readonly [ReadingSource, AtAnswer<IdentityText> | null][] = [
    ["cgsn0", answers.cgsn0],
    ["cgsn", answers.cgsn],
    ["caretSn", asText(answers.caretSn)],
    ["ati", labelled(answers.ati.serial)],
  ];
  let problem: Reading = unreadable("not-supported");
  for (const [source, told] of candidates) {
    // A question without an answer might have been answered otherwise: the next best source is no substitute.
    if (told?.kind === "silent") return unreadable("no-answer");
    if (told?.kind === "malformed") problem = unreadable("malformed");
    if (told?.kind !== "told" || told.value.cdma) continue;
    const text = told.value.pairedSerial ?? told.value.text;
    const pairedOrOther = told.value.pairedSerial !== null || !told.value.calledImei;
    // The maker's own command and label say what their number is; the standard's commands do not.
    const named = source === "caretSn" || source === "ati";
    if (!pairedOrOther || (!named && mayBeOther(text, imei, answers.ati)) || isTheImei(text, imei)) continue;
    const reading = serialReading(text, source);
    if (reading.status === "read") return reading;
    problem = reading;
  }
  return problem;
}

function isTheImei(text: string, imei: Reading): boolean {
  return imei.status === "read" && hasImeiBody(text, imei.value);
}

/** With no IMEI to compare with, every number that has the length of one in any of its forms, or the shape of what CDMA terminals have instead, may be it. */
function mayBeOther(text: string, imei: Reading, ati: Labels): boolean {
  if (text === ati.imei || text === ati.meid || text === ati.esn) return true;
  if (imei.status === "read") return hasImeiBody(text, imei.value);
  return /^\d{14,17}$/.test(text) || looksLikeMeid(text) || looksLikeEsn(text);
}

function labelled(serial: string | null): AtAnswer<IdentityText> | null {
  return serial === null ? null : asText({ kind: "told", value: serial });
}

function asText(told: AtAnswer<string> | null): AtAnswer<IdentityText> | null {
  if (told?.kind !== "told") return told;
  return { kind: "told", value: { text: told.value, calledImei: false, pairedSerial: null, cdma: null } };
}
