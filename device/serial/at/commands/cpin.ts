/** +CPIN?: what the SIM waits for (3GPP TS 27.007 section 8.3). */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { payloadOf, unquoted } from "../fields.ts";

export const cpin: AtCommand<string> = {
  line: "AT+CPIN?",
  waitMs: waitMs.sim,
  mayLackFinal: true,
  owns: ownsPrefixed("+CPIN"),
  parse: (lines) => unquoted(payloadOf(onlyLine(lines))) || null,
};
