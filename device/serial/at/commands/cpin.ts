/** +CPIN?: what the SIM waits for (3GPP TS 27.007 section 8.3). */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { payloadOf, unquoted } from "../fields.ts";

const ownsPrefix = ownsPrefixed("+CPIN");
/** The states of the standard, as some modems tell them: without the name of the command. */
const bareState = /^(READY|NOT (INSERTED|READY)|(SIM|PH-[A-Z]+) P(IN|UK)2?)$/i;

export const cpin: AtCommand<string> = {
  line: "AT+CPIN?",
  waitMs: waitMs.sim,
  mayLackFinal: true,
  owns: (line) => ownsPrefix(line) || bareState.test(line),
  parse: (lines) => unquoted(payloadOf(onlyLine(lines))) || null,
};
