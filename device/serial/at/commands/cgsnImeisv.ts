/** +CGSN=2: the IMEISV, 16 digits, type and serial number with the software version in the place of the check digit (3GPP TS 23.003 section 6.2.2). */

import { type AtCommand, ownsPrefixed, waitMs } from "../command.ts";
import { prefixOf } from "../fields.ts";
import { identityTextOf } from "./identityText.ts";

const ownsPrefix = ownsPrefixed("+CGSN", "+GSN", "#CGSN");

export const cgsnImeisv: AtCommand<string> = {
  line: "AT+CGSN=2",
  waitMs: waitMs.memory,
  owns: (line) => ownsPrefix(line) || (prefixOf(line) === null && /^"?\d+"?$/.test(line)),
  parse(lines) {
    const text = identityTextOf(lines)?.text ?? "";
    return /^\d{16}$/.test(text) ? text : null;
  },
};
