/** +CESQ: signal quality in the measures of each kind of network (3GPP TS 27.007 section 8.69). */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { decimal, fieldsOf, payloadOf } from "../fields.ts";

/** The numbers as told; 99 for the first two and 255 for the others say "not known". */
export type ExtendedSignalQuality = {
  readonly rxlev: number;
  readonly ber: number;
  readonly rscp: number;
  readonly ecno: number;
  readonly rsrq: number;
  readonly rsrp: number;
  /** The received level of the network in use, the first of GSM, UMTS and LTE that is told; null where none is. */
  readonly dbm: number | null;
};

export const cesq: AtCommand<ExtendedSignalQuality> = {
  line: "AT+CESQ",
  waitMs: waitMs.quick,
  owns: ownsPrefixed("+CESQ"),
  parse(lines) {
    const fields = fieldsOf(payloadOf(onlyLine(lines)));
    const [rxlev, ber, rscp, ecno, rsrq, rsrp] = fields.map((field) => decimal(field.text, 0, 255) ?? undefined);
    if (rxlev === undefined || ber === undefined || rscp === undefined) return null;
    if (ecno === undefined || rsrq === undefined || rsrp === undefined) return null;
    const dbm = level(rxlev, 63, -111) ?? level(rscp, 96, -121) ?? level(rsrp, 97, -141);
    return { rxlev, ber, rscp, ecno, rsrq, rsrp, dbm };
  },
};

/** Each step is a decibel; 0 means "less than the least", `zeroDbm` is one below that least. */
function level(told: number, most: number, zeroDbm: number): number | null {
  return told <= most ? zeroDbm + told : null;
}
