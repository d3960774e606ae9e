/** The questions that tell how the terminal is: battery, signal and registration, each readable or not on its own. */

import type { AtAnswer } from "../../identity/atAnswer.ts";
import type { BatteryReading, RegistrationReading, SignalReading, StatusReport } from "../../identity/reading.ts";
import { type BatteryCharge, cbc } from "../../serial/at/commands/cbc.ts";
import { cesq } from "../../serial/at/commands/cesq.ts";
import { csq } from "../../serial/at/commands/csq.ts";
import { cereg, creg, isRegistered } from "../../serial/at/commands/registration.ts";
import { problemOf, type Questions } from "./questions.ts";

/** Worth nothing when the questions have met a loss on the way. */
export async function readStatus(questions: Questions): Promise<StatusReport> {
  return {
    battery: batteryFrom(await questions.ask(cbc)),
    signal: await signalFrom(questions),
    registration: await registrationFrom(questions),
    // No AT command tells these.
    tamper: null,
    printer: null,
  };
}

function batteryFrom(told: AtAnswer<BatteryCharge>): BatteryReading {
  if (told.kind !== "told") return { status: "unreadable", problem: problemOf(told) };
  const { power, percent } = told.value;
  // A voltage alone is no charge: how it falls is different in every battery.
  if (power === null || percent === null) return { status: "unreadable", problem: "not-supported" };
  return { status: "read", power, percent };
}

/** +CSQ was made for GSM; where it knows nothing, +CESQ may tell the level in the measure of a newer network. */
async function signalFrom(questions: Questions): Promise<SignalReading> {
  const told = await questions.ask(csq);
  const isOpen = told.kind === "refused" || (told.kind === "told" && told.value.dbm === null);
  const newer = isOpen ? await questions.ask(cesq) : null;
  if (newer?.kind === "told" && newer.value.dbm !== null) return { status: "read", dbm: newer.value.dbm };
  if (told.kind === "told") return { status: "read", dbm: told.value.dbm };
  if (newer?.kind === "told") return { status: "read", dbm: null };
  return { status: "unreadable", problem: problemOf(told) };
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
