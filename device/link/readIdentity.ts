/** The questions that tell who the terminal is: serial number and IMEI twice, in a different order, and its description. */

import { agreed, agreedWithLabel } from "../identity/agree.ts";
import {
  type Evidence,
  type IdentityEvidence,
  imeiFrom,
  needsOtherImeiSources,
  serialFrom,
} from "../identity/evidence.ts";
import type { IdentityReport, Reading, ReadingSource } from "../identity/reading.ts";
import { unreadable } from "../identity/unreadable.ts";
import { ati, type TerminalDescription } from "../serial/at/commands/ati.ts";
import { cgsnImei } from "../serial/at/commands/cgsnImei.ts";
import { cgsnBare, cgsnSerial } from "../serial/at/commands/cgsnSerial.ts";
import { gsn } from "../serial/at/commands/gsn.ts";
import { cgmi, cgmm, cgmr } from "../serial/at/commands/product.ts";
import type { Questions } from "./ask.ts";

const noDescription: TerminalDescription = {
  manufacturer: null,
  model: null,
  revision: null,
  imei: null,
  serial: null,
};

/** Worth nothing when the questions have met a loss on the way: half of a read says nothing. */
export async function readIdentity(questions: Questions): Promise<IdentityReport> {
  const described = await questions.ask(ati);
  const description = described.kind === "told" ? described.value : noDescription;

  const firstSerial = await questions.ask(cgsnSerial);
  const firstImei = await questions.ask(cgsnImei);
  const first = await completed(questions, { cgsn0: firstSerial, cgsn1: firstImei, ati: description });

  const secondImei = await questions.ask(cgsnImei);
  const secondSerial = await questions.ask(cgsnSerial);
  const second = await completed(questions, { cgsn0: secondSerial, cgsn1: secondImei, ati: description });

  return {
    sn: agreed(serialFrom(first, imeiFrom(first)), serialFrom(second, imeiFrom(second))),
    imei: agreedWithLabel(agreed(imeiFrom(first), imeiFrom(second)), description.imei),
    manufacturer: textReading(await questions.ask(cgmi), "cgmi", description.manufacturer),
    model: textReading(await questions.ask(cgmm), "cgmm", description.model),
    firmware: textReading(await questions.ask(cgmr), "cgmr", description.revision),
  };
}

/** Asks the older commands, but only where the newer ones left something open. */
async function completed(
  questions: Questions,
  told: Pick<IdentityEvidence, "cgsn0" | "cgsn1" | "ati">,
): Promise<IdentityEvidence> {
  const typed: IdentityEvidence = { ...told, cgsn: null, gsn: null };
  const imeiOpen = needsOtherImeiSources(told.cgsn1);
  const serialOpen = told.cgsn0.kind !== "silent" && serialFrom(typed, imeiFrom(typed)).status === "unreadable";
  if (!imeiOpen && !serialOpen) return typed;

  const bare: IdentityEvidence = { ...typed, cgsn: await questions.ask(cgsnBare) };
  if (!imeiOpen || imeiFrom(bare).status === "read") return bare;
  return { ...bare, gsn: await questions.ask(gsn) };
}

function textReading(told: Evidence<string>, source: ReadingSource, label: string | null): Reading {
  if (told.kind === "told") return { status: "read", value: told.value, source, warnings: [] };
  if (label) return { status: "read", value: label, source: "ati", warnings: [] };
  if (told.kind === "silent") return unreadable("no-answer");
  return unreadable(told.kind === "refused" ? "not-supported" : "malformed");
}
