/** The questions that tell who the terminal is: serial number and IMEI twice, in a different order, and its description. */

import { agreed, agreedNumbers, agreedWithLabel } from "../../identity/agree.ts";
import {
  type AtAnswer,
  type IdentityAnswers,
  imeiFrom,
  needsOtherImeiSources,
  serialFrom,
} from "../../identity/atAnswer.ts";
import { otherNumbersFrom } from "../../identity/otherNumbers.ts";
import type { IdentityReport, Reading, ReadingSource } from "../../identity/reading.ts";
import { unreadable } from "../../identity/unreadable.ts";
import { ati, type TerminalDescription } from "../../serial/at/commands/ati.ts";
import { caretSn } from "../../serial/at/commands/caretSn.ts";
import { cgsnImei } from "../../serial/at/commands/cgsnImei.ts";
import { cgsnImeisv } from "../../serial/at/commands/cgsnImeisv.ts";
import { cgsnBare, cgsnSerial } from "../../serial/at/commands/cgsnSerial.ts";
import { egmr } from "../../serial/at/commands/egmr.ts";
import { gsn } from "../../serial/at/commands/gsn.ts";
import { hashCgsn } from "../../serial/at/commands/hashCgsn.ts";
import { cgmi, cgmm, cgmr } from "../../serial/at/commands/product.ts";
import type { Questions } from "./questions.ts";

const noDescription: TerminalDescription = {
  manufacturer: null,
  model: null,
  revision: null,
  imei: null,
  serial: null,
  meid: null,
  esn: null,
  tusn: null,
};

/** Worth nothing when the questions have met a loss on the way: half of a read says nothing. */
export async function readIdentity(questions: Questions): Promise<IdentityReport> {
  const description = await described(questions);
  const manufacturer = textReading(await questions.ask(cgmi), "cgmi", description.manufacturer);
  const maker = manufacturer.status === "read" ? manufacturer.value : "";

  const firstSerial = await questions.ask(cgsnSerial);
  const firstImei = await questions.ask(cgsnImei);
  const first = await completed(questions, maker, { cgsn0: firstSerial, cgsn1: firstImei, ati: description });

  const secondImei = await questions.ask(cgsnImei);
  const secondSerial = await questions.ask(cgsnSerial);
  // The label is the only source of a TUSN over AT, and what names a terminal is read twice.
  const again = description.tusn === null ? description : await described(questions);
  const second = await completed(questions, maker, { cgsn0: secondSerial, cgsn1: secondImei, ati: again });

  const imei = agreed(imeiFrom(first), imeiFrom(second));
  const cgsn2 = second.cgsn2 ?? (await questions.ask(cgsnImeisv));
  const others = agreedNumbers(
    otherNumbersFrom({ ...first, cgsn2: first.cgsn2 ?? cgsn2 }, imei),
    otherNumbersFrom({ ...second, cgsn2 }, imei),
  );
  const withVersion = others.imeisv.status === "read" ? others.imeisv.value : null;
  return {
    sn: agreed(serialFrom(first, imeiFrom(first)), serialFrom(second, imeiFrom(second))),
    imei: agreedWithLabel(agreedWithLabel(imei, description.imei), withVersion),
    ...others,
    manufacturer,
    model: textReading(await questions.ask(cgmm), "cgmm", description.model),
    firmware: textReading(await questions.ask(cgmr), "cgmr", description.revision),
  };
}

async function described(questions: Questions): Promise<TerminalDescription> {
  const told = await questions.ask(ati);
  return told.kind === "told" ? told.value : noDescription;
}

/** Asks the older commands and the makers' own, but only where the newer ones left something open and the maker's name is told. */
async function completed(
  questions: Questions,
  maker: string,
  told: Pick<IdentityAnswers, "cgsn0" | "cgsn1" | "ati">,
): Promise<IdentityAnswers> {
  const typed: IdentityAnswers = {
    ...told,
    cgsn2: null,
    cgsn: null,
    gsn: null,
    hashCgsn: null,
    egmr: null,
    caretSn: /huawei/i.test(maker) ? await questions.ask(caretSn) : null,
  };
  const imeiOpen = needsOtherImeiSources(told.cgsn1);
  const serialOpen = told.cgsn0.kind !== "silent" && serialFrom(typed, imeiFrom(typed)).status === "unreadable";
  if (!imeiOpen && !serialOpen) return typed;

  const own: IdentityAnswers = {
    ...typed,
    hashCgsn: imeiOpen && /telit/i.test(maker) ? await questions.ask(hashCgsn) : null,
    egmr: imeiOpen && /mediatek|\bmtk\b/i.test(maker) ? await questions.ask(egmr) : null,
    cgsn2: imeiOpen ? await questions.ask(cgsnImeisv) : null,
    cgsn: await questions.ask(cgsnBare),
  };
  if (!imeiOpen || imeiFrom(own).status === "read") return own;
  return { ...own, gsn: await questions.ask(gsn) };
}

function textReading(told: AtAnswer<string>, source: ReadingSource, label: string | null): Reading {
  if (told.kind === "told") return { status: "read", value: told.value, source, warnings: [] };
  if (label) return { status: "read", value: label, source: "ati", warnings: [] };
  if (told.kind === "silent") return unreadable("no-answer");
  return unreadable(told.kind === "refused" ? "not-supported" : "malformed");
}
