/** The numbers beside serial number and IMEI, each from the one command or label that tells it and from no other. */

import type { ReadingSource } from "../contract/codes.ts";
import type { IdentityText } from "../serial/at/commands/identityText.ts";
import { agreedNumbers } from "./agree.ts";
import { type AtAnswer, type IdentityAnswers, labelsIn, problemOfRefusal, unnamedTexts } from "./atAnswer.ts";
import { esnReading, looksLikeEsn, looksLikeMeid, meidReading } from "./cdmaNumbers.ts";
import { imeiReading, imeisvReading } from "./imei.ts";
import { claimedImeis } from "./imeiClaims.ts";
import type { OtherNumbers, Reading } from "./reading.ts";
import { imeiInDisguise } from "./serialClaims.ts";
import { serialReading } from "./serialNumber.ts";
import { tusnReading } from "./tusn.ts";
import { noOtherNumbers, unreadable } from "./unreadable.ts";

/** Those that both rounds tell alike. */
export function otherNumbersFrom(rounds: readonly [IdentityAnswers, IdentityAnswers], imei: Reading): OtherNumbers {
  const [first, second] = rounds.map((round) => numbersIn(round, imei, claimedImeis(rounds)));
  return first && second ? agreedNumbers(first, second) : noOtherNumbers;
}

function numbersIn(answers: IdentityAnswers, imei: Reading, imeis: readonly string[]): OtherNumbers {
  const { cgsn2, caretSn } = answers;
  const labels = labelsIn(answers);
  const vendorReading = (text: string, source: ReadingSource) =>
    imeiInDisguise(text, imeis) ?? serialReading(text, source);
  return {
    imeiWithoutCheckDigit: withoutCheckDigit(answers, imei),
    imeisv: told(cgsn2, "cgsn2", imeisvReading),
    meid: label(labels?.meid, meidReading) ?? cdmaNumber("meid", answers, imei),
    esn: label(labels?.esn, esnReading) ?? cdmaNumber("esn", answers, imei),
    vendorSn:
      (caretSn === null ? label(labels?.factorySerial ?? labels?.serial, vendorReading) : null) ??
      told(caretSn, "caretSn", vendorReading),
    tusn: label(labels?.tusn, tusnReading) ?? unreadable("not-supported"),
  };
}

/** Also an unnamed number of that length on a terminal without any IMEI: the check digit that would confirm it is what it lacks. */
function withoutCheckDigit(answers: IdentityAnswers, imei: Reading): Reading {
  const unnamed = imei.status === "read" ? [] : unnamedTexts(answers);
  for (const { source, told } of [{ source: "cgsn1", told: answers.cgsn1 } as const, ...unnamed]) {
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

function label(
  text: string | null | undefined,
  read: (text: string, source: ReadingSource) => Reading,
): Reading | null {
  return text === null || text === undefined ? null : read(text, "ati");
}

function told(
  answers: AtAnswer<string> | null,
  source: ReadingSource,
  read: (text: string, source: ReadingSource) => Reading,
): Reading {
  if (answers === null) return unreadable("not-supported");
  if (answers.kind === "refused") return unreadable(problemOfRefusal(answers.code));
  if (answers.kind === "told") return read(answers.value, source);
  return unreadable(answers.kind === "silent" ? "no-answer" : "malformed");
}

const cdmaKinds = {
  meid: { looksLike: looksLikeMeid, read: meidReading },
  esn: { looksLike: looksLikeEsn, read: esnReading },
} as const;

/** A terminal with an IMEI has none of these, and hexadecimal digits of its are something else. */
function cdmaNumber(kind: "meid" | "esn", answers: IdentityAnswers, imei: Reading): Reading {
  if (imei.status === "read") return unreadable("not-supported");
  const { looksLike, read } = cdmaKinds[kind];
  for (const { source, told } of unnamedTexts(answers)) {
    if (told?.kind !== "told") continue;
    if (told.value.cdma) return read(told.value.cdma[kind], source);
    if (looksLike(told.value.text)) return read(told.value.text, source);
  }
  return unreadable("not-supported");
}
