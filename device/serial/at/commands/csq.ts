/** +CSQ: signal strength (3GPP TS 27.007 section 8.5). */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { decimal, fieldsOf, payloadOf } from "../fields.ts";

/** `dbm` is null where the terminal says that it does not know. */
export type SignalQuality = { readonly rssi: number; readonly ber: number; readonly dbm: number | null };

export const csq: AtCommand<SignalQuality> = {
  line: "AT+CSQ",
  waitMs: waitMs.quick,
  owns: ownsPrefixed("+CSQ"),
  parse(lines) {
    const [first, second] = fieldsOf(payloadOf(onlyLine(lines)));
    const rssi = decimal(first?.text, 0, 199);
    const ber = decimal(second?.text, 0, 99);
    if (rssi === null || ber === null) return null;
    const dbm = dbmOf(rssi);
    return dbm === undefined ? null : { rssi, ber, dbm };
  },
};

/** 100 to 199 is the TD-SCDMA scale of Chinese modules: -116 dBm and up, 199 unknown. */
function dbmOf(rssi: number): number | null | undefined {
  if (rssi <= 31) return -113 + 2 * rssi;
  if (rssi === 99 || rssi === 199) return null;
  if (rssi >= 100 && rssi <= 191) return rssi - 216;
  return undefined;
}
