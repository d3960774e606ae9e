/** +CFUN?: whether the radio is on (3GPP TS 27.007 section 8.2). Asked and never set: setting it restarts terminals. */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { decimal, fieldsOf, payloadOf } from "../fields.ts";

/** 0 is off, 1 full, 4 flight; the standard leaves 5 to 127 to the makers. */
export const cfun: AtCommand<number> = {
  line: "AT+CFUN?",
  waitMs: waitMs.memory,
  owns: ownsPrefixed("+CFUN"),
  parse: (lines) => decimal(fieldsOf(payloadOf(onlyLine(lines)))[0]?.text, 0, 127),
};
