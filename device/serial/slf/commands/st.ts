/**
 * ST: how the terminal is. Fields: battery (`B87` battery, `M87` mains, `N` none, `F` fault), tamper (0 clear, 1 tripped),
 * printer (0 ready, 1 no paper, 2 fault, 3 none), open batch, stored offline transactions, payments allowed (0 all,
 * 1 none, 2 online only), pending reversals, pending refunds.
 * Each is known on its own; an empty field, or one that is not there, is one the terminal does not know.
 */

import { answerMs, type SlfCommand } from "../command.ts";
import { bodyOf, fieldsIn } from "../message.ts";

export type SlfBattery = { readonly power: "battery" | "mains" | "none" | "fault"; readonly percent: number };

/** Null for what is not told. A count that cannot be read is not zero. */
export type SlfStatus = {
  readonly battery: SlfBattery | null;
  readonly tamper: "clear" | "tripped" | null;
  readonly printer: "ready" | "no_paper" | "fault" | "none" | null;
  readonly openBatch: number | null;
  readonly storedOffline: number | null;
  readonly allowed: "all" | "none" | "onlineOnly" | null;
  readonly pendingReversals: number | null;
  readonly pendingRefunds: number | null;
};

const powers = { B: "battery", M: "mains", N: "none", F: "fault" } as const;
/** Each word at the place that is its digit. */
const tampers = ["clear", "tripped"] as const;
const printers = ["ready", "no_paper", "fault", "none"] as const;
const allowances = ["all", "none", "onlineOnly"] as const;

/** Null as a whole when a field is there and is not of its shape: then the others are not to be trusted either. */
export const st: SlfCommand<SlfStatus> = {
  name: "ST",
  body: new Uint8Array(),
  answerMs: answerMs.look,
  parse(body) {
    const [battery = "", tamper = "", printer = "", openBatch = "", stored = "", allowed = "", ...rest] =
      fieldsIn(body);
    const [reversals = "", refunds = ""] = rest;
    if (!/^(|[NF]|[BM](100|\d{1,2}))$/.test(battery)) return null;
    if (!/^[01]?$/.test(tamper) || !/^[0-3]?$/.test(printer) || !/^[0-2]?$/.test(allowed)) return null;
    if (![openBatch, stored, reversals, refunds].every((count) => /^\d{0,9}$/.test(count))) return null;
    return {
      battery: batteryIn(battery),
      tamper: wordIn(tampers, tamper),
      printer: wordIn(printers, printer),
      openBatch: countIn(openBatch),
      storedOffline: countIn(stored),
      allowed: wordIn(allowances, allowed),
      pendingReversals: countIn(reversals),
      pendingRefunds: countIn(refunds),
    };
  },
};

export function encodeStatus(status: SlfStatus): Uint8Array<ArrayBuffer> {
  const { battery, openBatch, storedOffline, pendingReversals, pendingRefunds } = status;
  return bodyOf([
    batteryText(battery),
    digitOf(tampers, status.tamper),
    digitOf(printers, status.printer),
    countText(openBatch),
    countText(storedOffline),
    digitOf(allowances, status.allowed),
    countText(pendingReversals),
    countText(pendingRefunds),
  ]);
}

function batteryIn(text: string): SlfBattery | null {
  const letter = text[0];
  if (letter !== "B" && letter !== "M" && letter !== "N" && letter !== "F") return null;
  return { power: powers[letter], percent: Number(text.slice(1)) };
}

function batteryText(battery: SlfBattery | null): string {
  if (battery === null) return "";
  if (battery.power === "none") return "N";
  if (battery.power === "fault") return "F";
  return `${battery.power === "mains" ? "M" : "B"}${battery.percent}`;
}

function wordIn<Word>(words: readonly Word[], digit: string): Word | null {
  return digit === "" ? null : (words[Number(digit)] ?? null);
}

function digitOf<Word>(words: readonly Word[], word: Word | null): string {
  return word === null ? "" : String(words.indexOf(word));
}

function countIn(text: string): number | null {
  return text === "" ? null : Number(text);
}

function countText(count: number | null): string {
  return count === null ? "" : String(count);
}
