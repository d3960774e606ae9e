/** What the terminal told in one round of questions, and which of it is the IMEI and which the serial number. Asks nothing itself. */

import type { IdentityText } from "../serial/at/commands/identityText.ts";
import { hasImeiBody, hasRightCheckDigit, imeiReading } from "./imei.ts";
import type { Reading, ReadingSource } from "./reading.ts";
import { serialReading } from "./serialNumber.ts";
import { unreadable } from "./unreadable.ts";

/** What came of one question. */
export type Evidence<T> =
  | { readonly kind: "told"; readonly value: T }
  /** A final result other than OK; `code` is the number of a CME error. */
  | { readonly kind: "refused"; readonly code: number | null }
  /** OK, and lines that do not have the shape of the answer. */
  | { readonly kind: "malformed" }
  /** The terminal is there, and does not answer this. */
  | { readonly kind: "silent" };

/** The answers of one round; null where the question was not needed. */
export type IdentityEvidence = {
  readonly cgsn0: Evidence<IdentityText>;
  readonly cgsn1: Evidence<string>;
  readonly cgsn: Evidence<IdentityText> | null;
  readonly gsn: Evidence<IdentityText> | null;
  /** The labelled lines of ATI; null where there is none. */
  readonly ati: { readonly imei: string | null; readonly serial: string | null };
};

/** +CME ERROR: memory failure (3GPP TS 27.007 section 9.2.1): what terminals with an erased IMEI say. */
const memoryFailure = 23;

/** Whether +CGSN=1 is unknown to the terminal, so that other commands may tell the IMEI. An erased or misshapen IMEI is no reason to look elsewhere. */
export function needsOtherImeiSources(cgsn1: Evidence<string>): boolean {
  return cgsn1.kind === "refused" && cgsn1.code !== memoryFailure;
}

/**
 * The IMEI that +CGSN=1 tells. Where that command is refused: the number that the terminal itself calls an IMEI, and
 * at last an unnamed one, if it is 15 digits long and its check digit is right; its length alone says nothing.
 */
export function imeiFrom(evidence: IdentityEvidence): Reading {
  const { cgsn1, ati } = evidence;
  if (cgsn1.kind === "told") return imeiReading(cgsn1.value, "cgsn1");
  if (cgsn1.kind === "silent") return unreadable("no-answer");
  if (!needsOtherImeiSources(cgsn1)) return unreadable("malformed");

  const texts = [
    { source: "cgsn", told: evidence.cgsn },
    { source: "gsn", told: evidence.gsn },
  ] as const;
  for (const { source, told } of texts) {
    if (told?.kind !== "told") continue;
    if (told.value.calledImei || told.value.text === ati.imei) return imeiReading(told.value.text, source);
  }
  if (ati.imei !== null) return imeiReading(ati.imei, "ati");
  for (const { source, told } of texts) {
    if (told?.kind === "told" && hasRightCheckDigit(told.value.text)) return imeiReading(told.value.text, source);
  }
  return unreadable(texts.some(({ told }) => told?.kind === "silent") ? "no-answer" : "not-supported");
}

/** The first serial number that is not the IMEI in disguise. A terminal that tells nothing but its IMEI has no readable one. */
export function serialFrom(evidence: IdentityEvidence, imei: Reading): Reading {
  const candidates: readonly [ReadingSource, Evidence<IdentityText> | null][] = [
    ["cgsn0", evidence.cgsn0],
    ["cgsn", evidence.cgsn],
    ["ati", labelled(evidence.ati.serial)],
  ];
  let problem: Reading = unreadable("not-supported");
  for (const [source, told] of candidates) {
    // A question without an answer might have been answered otherwise: the next best source is no substitute.
    if (told?.kind === "silent") return unreadable("no-answer");
    if (told?.kind === "malformed") problem = unreadable("malformed");
    if (told?.kind !== "told") continue;
    const text = told.value.pairedSerial ?? told.value.text;
    const pairedOrOther = told.value.pairedSerial !== null || !told.value.calledImei;
    if (!pairedOrOther || mayBeImei(text, imei, evidence.ati.imei)) continue;
    const reading = serialReading(text, source);
    if (reading.status === "read") return reading;
    problem = reading;
  }
  return problem;
}

/** With no IMEI to compare with, every number that has the length of one in any of its forms may be it. */
function mayBeImei(text: string, imei: Reading, labelledImei: string | null): boolean {
  if (labelledImei !== null && text === labelledImei) return true;
  return imei.status === "read" ? hasImeiBody(text, imei.value) : /^\d{14,17}$/.test(text);
}

function labelled(serial: string | null): Evidence<IdentityText> | null {
  return serial === null ? null : { kind: "told", value: { text: serial, calledImei: false, pairedSerial: null } };
}
