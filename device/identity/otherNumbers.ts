/** The numbers beside serial number and IMEI, each from the one command or label that tells it and from no other. */

import type { IdentityText } from "../serial/at/commands/identityText.ts";
import { esnReading, looksLikeEsn, looksLikeMeid, meidReading } from "./cdmaNumbers.ts";
import { type Evidence, type IdentityEvidence, unnamedTexts } from "./evidence.ts";
import { imeiReading, imeisvReading } from "./imei.ts";
import type { OtherNumbers, Reading, ReadingSource } from "./reading.ts";
import { serialReading } from "./serialNumber.ts";
import { tusnReading } from "./tusn.ts";
import { unreadable } from "./unreadable.ts";

export function otherNumbersFrom(evidence: IdentityEvidence, imei: Reading): OtherNumbers {
  const { cgsn2, caretSn, ati } = evidence;
  return {
    imeiWithoutCheckDigit: withoutCheckDigit(evidence, imei),
    imeisv: told(cgsn2, "cgsn2", imeisvReading),
    meid: ati.meid === null ? cdmaNumber(evidence, imei, looksLikeMeid, meidReading) : meidReading(ati.meid, "ati"),
    esn: ati.esn === null ? cdmaNumber(evidence, imei, looksLikeEsn, esnReading) : esnReading(ati.esn, "ati"),
    vendorSn:
      caretSn === null && ati.serial !== null
        ? serialReading(ati.serial, "ati")
        : told(caretSn, "caretSn", serialReading),
    tusn: ati.tusn === null ? unreadable("not-supported") : tusnReading(ati.tusn, "ati"),
  };
}

/** Also an unnamed number of that length on a terminal without any IMEI: the check digit that would confirm it is what it lacks. */
function withoutCheckDigit(evidence: IdentityEvidence, imei: Reading): Reading {
  const unnamed = imei.status === "read" ? [] : unnamedTexts(evidence);
  for (const { source, told } of [{ source: "cgsn1", told: evidence.cgsn1 } as const, ...unnamed]) {
    const digits = told?.kind === "told" ? textOf(told.value) : "";
    if (!/^\d{14}$/.test(digits)) continue;
    const full = imeiReading(digits, source);
    return full.status === "read" ? { ...full, value: digits, warnings: [] } : full;
  }
  return unreadable("not-supported");
}

function textOf(told: string | IdentityText): string {
  return typeof told === "string" ? told : told.text;
}

function told(
  evidence: Evidence<string> | null,
  source: ReadingSource,
  read: (text: string, source: ReadingSource) => Reading,
): Reading {
  if (evidence === null || evidence.kind === "refused") return unreadable("not-supported");
  if (evidence.kind === "told") return read(evidence.value, source);
  return unreadable(evidence.kind === "silent" ? "no-answer" : "malformed");
}

/** A terminal with an IMEI has none of these, and hexadecimal digits of its are something else. */
function cdmaNumber(
  evidence: IdentityEvidence,
  imei: Reading,
  looksLike: (text: string) => boolean,
  read: (text: string, source: ReadingSource) => Reading,
): Reading {
  if (imei.status === "read") return unreadable("not-supported");
  for (const { source, told } of unnamedTexts(evidence)) {
    if (told?.kind === "told" && looksLike(told.value.text)) return read(told.value.text, source);
  }
  return unreadable("not-supported");
}
