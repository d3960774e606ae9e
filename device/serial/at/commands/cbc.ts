/** +CBC: battery (3GPP TS 27.007 section 8.4). */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { decimal, fieldsOf, payloadOf } from "../fields.ts";

/** Charge and source are null where the terminal tells a voltage only. */
export type BatteryCharge = {
  readonly power: "battery" | "mains" | "none" | "fault" | null;
  readonly percent: number | null;
  readonly millivolts: number | null;
};

const powers = ["battery", "mains", "none", "fault"] as const;

export const cbc: AtCommand<BatteryCharge> = {
  line: "AT+CBC",
  waitMs: waitMs.quick,
  owns: ownsPrefixed("+CBC"),
  parse(lines) {
    const fields = fieldsOf(payloadOf(onlyLine(lines)));
    if (fields.length === 1) return voltageOnly(fields[0]?.text ?? "");
    const power = powers[decimal(fields[0]?.text, 0, 3) ?? -1];
    const percent = decimal(fields[1]?.text, 0, 100);
    if (power === undefined || percent === null) return null;
    return { power, percent, millivolts: decimal(fields[2]?.text, 0, 100_000) };
  },
};

/** The forms `3800mV` and `3.8V`. */
function voltageOnly(text: string): BatteryCharge | null {
  const voltage = /^(\d{1,6}(?:\.\d{1,6})?)\s*(m?)V$/i.exec(text);
  if (!voltage) return null;
  return { power: null, percent: null, millivolts: Math.round(Number(voltage[1]) * (voltage[2] ? 1 : 1_000)) };
}
