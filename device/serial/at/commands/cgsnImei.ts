/** +CGSN=1: the IMEI, and nothing else (3GPP TS 27.007 section 5.4). The one command that decides what its number is. */

import { type AtCommand, ownsPrefixed, waitMs } from "../command.ts";
import { prefixOf } from "../fields.ts";
import { imeiTextOf } from "./identityText.ts";

const ownsPrefix = ownsPrefixed("+CGSN", "+GSN", "#CGSN");

/** Tells 15 digits, or the 14 of a terminal that leaves the check digit out. */
export const cgsnImei: AtCommand<string> = {
  line: "AT+CGSN=1",
  waitMs: waitMs.memory,
  owns: (line) => ownsPrefix(line) || (prefixOf(line) === null && /^"?\d+"?$/.test(line)),
  parse: imeiTextOf,
};
