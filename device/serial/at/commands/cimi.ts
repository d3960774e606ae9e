/** +CIMI: the IMSI of the subscriber (3GPP TS 27.007 section 5.6). */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { payloadOf, prefixOf, unquoted } from "../fields.ts";

const ownsPrefix = ownsPrefixed("+CIMI");

/** At most 15 digits (3GPP TS 23.003 section 2.2); the least is country, network and a subscriber number of five. */
export const cimi: AtCommand<string> = {
  line: "AT+CIMI",
  waitMs: waitMs.sim,
  owns: (line) => ownsPrefix(line) || (prefixOf(line) === null && /^"?\d+"?$/.test(line)),
  parse(lines) {
    const text = unquoted(payloadOf(onlyLine(lines)));
    return /^\d{10,15}$/.test(text) ? text : null;
  },
};
