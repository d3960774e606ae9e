/**
 * ST: how the terminal is. Fields: battery (`B87` battery, `M87` mains, `N` none, `F` fault), tamper (0 no, 1 yes),
 * printer (0 ready, 1 no paper, 2 fault, 3 none), open batch, stored offline transactions, payments (0 go on, 1 paused).
 * Each is known on its own; an empty field, or one that is not there, is one the terminal does not know.
 */

import { answerMs, type SlfCommand } from "../command.ts";
import { bodyOf, fieldsIn } from "../message.ts";

export type SlfBattery = { readonly power: "battery" | "mains" | "none" | "fault"; readonly percent: number };

/** Null for what is not told. A count that cannot be read is not zero. */
export type SlfStatus = {
  readonly battery: SlfBattery | null;
  readonly tampered: boolean | null;
  readonly printer: "ready" | "noPaper" | "fault" | "none" | null;
  readonly openBatch: number | null;
  readonly storedOffline: number | null;
  readonly paymentsPaused: boolean | null;
};

const powers = { B: "battery", M: "mains", N: "none", F: "fault" } as const;
const printers = ["ready", "noPaper", "fault", "none"] as const;

/** Null as a whole when a field is there and is not of its shape: then the others are not to be trusted either. */
export const st: SlfCommand<SlfStatus> = {
  name: "ST",
  body: new Uint8Array(),
  answerMs: answerMs.look,
  parse(body) {
    const [battery = "", tamper = "", printer = "", openBatch = "", stored = "", paused = ""] = fieldsIn(body);
    if (!/^(|[NF]|[BM](100|\d{1,2}))$/.test(battery)) return null;
    if (!/^[01]?$/.test(tamper) || !/^[0-3]?$/.test(printer) || !/^[01]?$/.test(paused)) return null;
    if (![openBatch, stored].every((count) => /^\d{0,9}$/.test(count))) return null;
    return {
      battery: batteryIn(battery),
      tampered: flagIn(tamper),
      printer: printer === "" ? null : (printers[Number(printer)] ?? null),
      openBatch: countIn(openBatch),
      storedOffline: countIn(stored),
      paymentsPaused: flagIn(paused),
    };
  },
};

export function encodeStatus(status: SlfStatus): Uint8Array<ArrayBuffer> {
  const { battery, tampered, printer, openBatch, storedOffline, paymentsPaused } = status;
  const told = [tampered, printer && printers.indexOf(printer), openBatch, storedOffline, paymentsPaused];
  return bodyOf([batteryText(battery), ...told.map((value) => (value === null ? "" : String(Number(value))))]);
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

function flagIn(text: string): boolean | null {
  return text === "" ? null : text === "1";
}

function countIn(text: string): number | null {
  return text === "" ? null : Number(text);
}
