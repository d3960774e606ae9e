/** The questions that tell how the terminal is: battery, signal and registration, each readable or not on its own. */

import type { Evidence } from "../identity/evidence.ts";
import type {
  BatteryReading,
  ReadingProblem,
  RegistrationReading,
  SignalReading,
  StatusReport,
} from "../identity/reading.ts";
import { type BatteryCharge, cbc } from "../serial/at/commands/cbc.ts";
import { csq, type SignalQuality } from "../serial/at/commands/csq.ts";
import { cereg, creg, isRegistered } from "../serial/at/commands/registration.ts";
import type { Questions } from "./ask.ts";

/** Worth nothing when the questions have met a loss on the way. */
export async function readStatus(questions: Questions): Promise<StatusReport> {
  return {
    battery: batteryFrom(await questions.ask(cbc)),
    signal: signalFrom(await questions.ask(csq)),
    registration: await registrationFrom(questions),
  };
}

function batteryFrom(told: Evidence<BatteryCharge>): BatteryReading {
  if (told.kind !== "told") return { status: "unreadable", problem: problemOf(told) };
  const { power, percent } = told.value;
  // A voltage alone is no charge: how it falls is different in every battery.
  if (power === null || percent === null) return { status: "unreadable", problem: "not-supported" };
  return { status: "read", power, percent };
}

function signalFrom(told: Evidence<SignalQuality>): SignalReading {
  if (told.kind !== "told") return { status: "unreadable", problem: problemOf(told) };
  return { status: "read", dbm: told.value.dbm };
}

/** The packet network first; the circuit-switched one where the terminal has, or is on, no other. */
async function registrationFrom(questions: Questions): Promise<RegistrationReading> {
  const packet = await questions.ask(cereg);
  if (packet.kind === "told" && isRegistered(packet.value.stat)) return { status: "read", registered: true };
  const circuit = await questions.ask(creg);
  if (circuit.kind === "told") return { status: "read", registered: isRegistered(circuit.value.stat) };
  if (packet.kind === "told") return { status: "read", registered: false };
  return { status: "unreadable", problem: problemOf(circuit) };
}

function problemOf(told: Exclude<Evidence<unknown>, { kind: "told" }>): ReadingProblem {
  switch (told.kind) {
    case "silent":
      return "no-answer";
    case "refused":
      return "not-supported";
    case "malformed":
      return "malformed";
  }
}
