/** The questions that tell why a terminal has no network: its SIM, its radio, and what each kind of network said. Nothing is set. */

import { maskTail } from "../../base/mask.ts";
import type { AtAnswer } from "../../identity/atAnswer.ts";
import type {
  CardReading,
  DiagnosticsReport,
  NetworkReading,
  RadioReading,
  RegistrationState,
  SimReading,
} from "../../identity/reading.ts";
import { cfun } from "../../serial/at/commands/cfun.ts";
import { cpin } from "../../serial/at/commands/cpin.ts";
import { type CardNumber, ccid, iccid } from "../../serial/at/commands/iccid.ts";
import { c5greg, cereg, cgreg, creg, type Registration } from "../../serial/at/commands/registration.ts";
import { problemOf, type Questions } from "./questions.ts";

/** Worth nothing when the questions have met a loss on the way. */
export async function readDiagnostics(questions: Questions): Promise<DiagnosticsReport> {
  return {
    sim: simFrom(await questions.ask(cpin)),
    card: cardFrom(await cardNumber(questions)),
    radio: radioFrom(await questions.ask(cfun)),
    networks: {
      circuit: networkFrom(await questions.ask(creg)),
      packet: networkFrom(await questions.ask(cgreg)),
      lte: networkFrom(await questions.ask(cereg)),
      nr: networkFrom(await questions.ask(c5greg)),
    },
  };
}

/** A SIM that is not well is told as an error by most terminals (3GPP TS 27.007 section 9.2.1). */
const simErrors: Readonly<Record<number, "absent" | "locked" | "faulty">> = {
  5: "locked",
  6: "locked",
  7: "locked",
  11: "locked",
  12: "locked",
  17: "locked",
  18: "locked",
  10: "absent",
  13: "faulty",
  15: "faulty",
};

function simFrom(told: AtAnswer<string>): SimReading {
  if (told.kind === "told") {
    const words = told.value.toUpperCase();
    if (words === "READY") return { status: "read", state: "ready" };
    if (/\b(PIN|PUK)2?$/.test(words)) return { status: "read", state: "locked" };
    if (/NOT INSERTED|REMOVED|ABSENT/.test(words)) return { status: "read", state: "absent" };
    return { status: "unreadable", problem: "malformed" };
  }
  const state = told.kind === "refused" && told.code !== null ? simErrors[told.code] : undefined;
  return state ? { status: "read", state } : { status: "unreadable", problem: problemOf(told) };
}

/** Makers have the one command or the other. */
async function cardNumber(questions: Questions): Promise<AtAnswer<CardNumber>> {
  const told = await questions.ask(ccid);
  return told.kind === "refused" ? questions.ask(iccid) : told;
}

function cardFrom(told: AtAnswer<CardNumber>): CardReading {
  if (told.kind !== "told") return { status: "unreadable", problem: problemOf(told) };
  return { status: "read", masked: maskTail(told.value.iccid) };
}

function radioFrom(told: AtAnswer<number>): RadioReading {
  if (told.kind !== "told") return { status: "unreadable", problem: problemOf(told) };
  const functions: Readonly<Record<number, "off" | "on" | "flight">> = { 0: "off", 1: "on", 4: "flight" };
  return { status: "read", radio: functions[told.value] ?? "other" };
}

/** By `<stat>`: 6, 7, 9 and 10 are registered for less than everything (3GPP TS 27.007 section 7.2). */
const states: Readonly<Record<number, RegistrationState>> = {
  0: "off",
  1: "home",
  2: "searching",
  3: "denied",
  4: "unknown",
  5: "roaming",
  6: "home",
  7: "roaming",
  8: "emergency",
  9: "home",
  10: "roaming",
  11: "emergency",
};

function networkFrom(told: AtAnswer<Registration>): NetworkReading {
  if (told.kind !== "told") return { status: "unreadable", problem: problemOf(told) };
  const state = states[told.value.stat];
  if (!state) return { status: "unreadable", problem: "malformed" };
  return { status: "read", state, rejectCause: told.value.rejectCause };
}
