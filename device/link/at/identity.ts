/**
 * The questions that tell who the terminal is: serial number and IMEI twice, in a different order, and its description. As
 * few as the rule of `identity/agree.ts` needs: what the terminal refused once is not asked again.
 */

import type { ReadingSource } from "../../contract/codes.ts";
import {
  type AtAnswer,
  type IdentityAnswers,
  type Labels,
  labelsIn,
  needsOtherImeiSources,
} from "../../identity/atAnswer.ts";
import { imeiFrom } from "../../identity/imeiClaims.ts";
import { otherNumbersFrom } from "../../identity/otherNumbers.ts";
import type { IdentityReport, Reading } from "../../identity/reading.ts";
import { serialFrom } from "../../identity/serialClaims.ts";
import { unreadable } from "../../identity/unreadable.ts";
import type { AtCommand } from "../../serial/at/command.ts";
import { ati } from "../../serial/at/commands/ati.ts";
import { caretSn } from "../../serial/at/commands/caretSn.ts";
import { cgsnImei } from "../../serial/at/commands/cgsnImei.ts";
import { cgsnImeisv } from "../../serial/at/commands/cgsnImeisv.ts";
import { cgsnBare, cgsnSerial } from "../../serial/at/commands/cgsnSerial.ts";
import { egmr } from "../../serial/at/commands/egmr.ts";
import { gsn } from "../../serial/at/commands/gsn.ts";
import { hashCgsn } from "../../serial/at/commands/hashCgsn.ts";
import { cgmi, cgmm, cgmr } from "../../serial/at/commands/product.ts";
import { problemOf, type Questions } from "./questions.ts";

type Ask = Pick<Questions, "ask">;

/**
 * Worth nothing when the questions have met a loss on the way: half of a read says nothing. Most terminals are read in
 * haste; one that left a name open is asked again with all patience.
 */
export async function readIdentity(questions: Questions): Promise<IdentityReport> {
  const hasty = await readTwice(questions.hasty);
  const report = isNameUnheard(hasty) ? await readTwice(questions) : hasty;
  await questions.confirm();
  return report;
}

function isNameUnheard({ sn, imei }: IdentityReport): boolean {
  return [sn, imei].some((reading) => reading.status === "unreadable" && reading.problem === "no-answer");
}

async function readTwice(questions: Ask): Promise<IdentityReport> {
  const told = await questions.ask(ati);
  const description = told.kind === "told" ? told.value : null;
  const manufacturer = textReading(await questions.ask(cgmi), "cgmi", description?.manufacturer);
  const model = textReading(await questions.ask(cgmm), "cgmm", description?.model);
  const firmware = textReading(await questions.ask(cgmr), "cgmr", description?.revision);
  // Last, so that what is asked to confirm the series follows an answer that names the terminal.
  const first = await firstRound(questions, told, manufacturer.status === "read" ? manufacturer.value : "");
  const second = await secondRound(questions, first);
  const rounds = [first, second] as const;
  const imei = imeiFrom(rounds);
  return {
    sn: serialFrom(rounds, imei),
    imei,
    ...otherNumbersFrom(rounds, imei),
    manufacturer,
    model,
    firmware,
  };
}

/** Asks the older commands and the makers' own, but only where the newer ones left something open and the maker's name is told. */
async function firstRound(questions: Ask, description: AtAnswer<Labels>, maker: string): Promise<IdentityAnswers> {
  const cgsn0 = await questions.ask(cgsnSerial);
  const cgsn1 = await questions.ask(cgsnImei);
  const typed: IdentityAnswers = {
    ati: description,
    cgsn0,
    cgsn1,
    cgsn2: await questions.ask(cgsnImeisv),
    cgsn: null,
    gsn: null,
    hashCgsn: null,
    egmr: null,
    caretSn: /huawei/i.test(maker) ? await questions.ask(caretSn) : null,
  };
  const imeiOpen = needsOtherImeiSources(cgsn1);
  const serialOpen = cgsn0.kind !== "silent" && !tellsSerial(typed);
  if (!imeiOpen && !serialOpen) return typed;

  const own: IdentityAnswers = {
    ...typed,
    hashCgsn: imeiOpen && /telit/i.test(maker) ? await questions.ask(hashCgsn) : null,
    egmr: imeiOpen && /mediatek|\bmtk\b/i.test(maker) ? await questions.ask(egmr) : null,
    cgsn: await questions.ask(cgsnBare),
  };
  return !imeiOpen || tellsImei(own) ? own : { ...own, gsn: await questions.ask(gsn) };
}

/** The same questions in another order, but for those that were refused. */
async function secondRound(questions: Ask, first: IdentityAnswers): Promise<IdentityAnswers> {
  const again = <Told extends AtAnswer<T> | null, T>(command: AtCommand<T>, told: Told): Promise<AtAnswer<T> | Told> =>
    told === null || told.kind === "refused" ? Promise.resolve(told) : questions.ask(command);

  const cgsn2 = await again(cgsnImeisv, first.cgsn2);
  const cgsn1 = await again(cgsnImei, first.cgsn1);
  const cgsn0 = await again(cgsnSerial, first.cgsn0);
  return {
    cgsn2,
    cgsn1,
    cgsn0,
    cgsn: await again(cgsnBare, first.cgsn),
    gsn: await again(gsn, first.gsn),
    hashCgsn: await again(hashCgsn, first.hashCgsn),
    egmr: await again(egmr, first.egmr),
    caretSn: await again(caretSn, first.caretSn),
    ati: isDescriptionNeededTwice(first) ? await questions.ask(ati) : null,
  };
}

/** Whether the description tells what nothing else does. An IMEI beside that of +CGSN=1 only has to agree with it. */
function isDescriptionNeededTwice(first: IdentityAnswers): boolean {
  const labels = labelsIn(first);
  if (labels === null) return false;
  const { imei, serial, factorySerial, meid, esn, tusn } = labels;
  const others = [serial, factorySerial, meid, esn, tusn].some((label) => label !== null);
  return others || (imei !== null && first.cgsn1.kind !== "told");
}

/** Whether the round tells it if the next one tells the same. */
function tellsImei(round: IdentityAnswers): boolean {
  return imeiFrom([round, round]).status === "read";
}

function tellsSerial(round: IdentityAnswers): boolean {
  return serialFrom([round, round], imeiFrom([round, round])).status === "read";
}

function textReading(told: AtAnswer<string>, source: ReadingSource, label: string | null | undefined): Reading {
  if (told.kind === "told") return { status: "read", value: told.value, source, warnings: [] };
  if (label) return { status: "read", value: label, source: "ati", warnings: [] };
  return unreadable(problemOf(told));
}
