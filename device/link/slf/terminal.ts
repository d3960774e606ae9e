/** The Terminal over SLF: ID tells everything in one answer, so it is asked twice, as two requests, and compared field by field. */

import { singleFlight } from "../../base/singleFlight.ts";
import { agreed } from "../../identity/agree.ts";
import { imeiReading } from "../../identity/imei.ts";
import type {
  BatteryReading,
  DiagnosticsReport,
  IdentityReport,
  Reading,
  ReadingProblem,
  StatusReport,
} from "../../identity/reading.ts";
import { imeiInDisguise } from "../../identity/serialClaims.ts";
import { serialReading } from "../../identity/serialNumber.ts";
import { tusnReading } from "../../identity/tusn.ts";
import { unreadable } from "../../identity/unreadable.ts";
import { id, type SlfIdentity } from "../../serial/slf/commands/id.ts";
import { type SlfStatus, st } from "../../serial/slf/commands/st.ts";
import { rc } from "../../serial/slf/message.ts";
import type { Terminal } from "../terminal.ts";
import type { SlfAnswer, SlfAsk, SlfLine } from "./line.ts";

export function createSlfTerminal(line: SlfLine): Terminal {
  const readIdentity = (signal?: AbortSignal) => line.read(askIdentity, signal);
  const readStatus = (signal?: AbortSignal) => line.read(async (ask) => statusFrom(await ask(st)), signal);
  const identity = singleFlight(() => readIdentity());
  const status = singleFlight(() => readStatus());
  return {
    // Who may call it off reads for himself: others must not lose their answer with him.
    readIdentity: (signal) => (signal ? readIdentity(signal) : identity()),
    readStatus: (signal) => (signal ? readStatus(signal) : status()),
    readDiagnostics: (signal) => line.read(async () => noDiagnostics, signal),
    close: line.close,
  };
}

/** Who is at the other end, by two answers to two requests. */
export async function askIdentity(ask: SlfAsk): Promise<IdentityReport> {
  return identityFrom(await ask(id), await ask(id));
}

/** What SLF has no word for. */
const untold = unreadable("not-supported");
const untoldByRadio = { status: "unreadable", problem: "not-supported" } as const;
const noDiagnostics: DiagnosticsReport = {
  sim: untoldByRadio,
  card: untoldByRadio,
  radio: untoldByRadio,
  networks: { circuit: untoldByRadio, packet: untoldByRadio, lte: untoldByRadio, nr: untoldByRadio },
};

function identityFrom(first: SlfAnswer<SlfIdentity>, second: SlfAnswer<SlfIdentity>): IdentityReport {
  const both = (field: keyof SlfIdentity, reading: (text: string) => Reading): Reading => {
    const [once, twice] = [first, second].map((told) =>
      told.kind === "told" ? reading(told.value[field]) : unreadable(problemOf(told)),
    );
    return once && twice ? agreed(once, twice) : unreadable("no-answer");
  };
  const imeis = [first, second].flatMap((told) => (told.kind === "told" ? [told.value.imei] : []));
  return {
    sn: both("sn", (text) => imeiInDisguise(text, imeis) ?? serialReading(text, "slf-id")),
    imei: both("imei", (text) => imeiReading(text, "slf-id")),
    imeiWithoutCheckDigit: untold,
    imeisv: untold,
    meid: untold,
    esn: untold,
    vendorSn: untold,
    tusn: both("tusn", (text) => (text === "" ? unreadable("not-supported") : tusnReading(text, "slf-id"))),
    manufacturer: untold,
    model: both("model", textReading),
    firmware: both("firmware", textReading),
  };
}

function textReading(text: string): Reading {
  if (text.trim() === "") return unreadable("malformed");
  return { status: "read", value: text.trim(), source: "slf-id", warnings: [] };
}

function statusFrom(told: SlfAnswer<SlfStatus>): StatusReport {
  const { tamper = null, printer = null } = told.kind === "told" ? told.value : {};
  return {
    battery: batteryFrom(told),
    signal: untoldByRadio,
    registration: untoldByRadio,
    tamper,
    printer: printer === "none" ? null : printer,
  };
}

function batteryFrom(told: SlfAnswer<SlfStatus>): BatteryReading {
  if (told.kind !== "told") return { status: "unreadable", problem: problemOf(told) };
  const { battery } = told.value;
  return battery ? { status: "read", ...battery } : { status: "unreadable", problem: "not-supported" };
}

function problemOf(told: Exclude<SlfAnswer<unknown>, { kind: "told" }>): ReadingProblem {
  switch (told.kind) {
    case "silent":
      return "no-answer";
    case "refused":
      return told.rc === rc.notSupported ? "not-supported" : "no-answer";
    case "malformed":
      return "malformed";
  }
}
