/** +CMEE: failures come with a number (3GPP TS 27.007 section 9.1). */

import { type AtCommand, onlyLine, ownsNothing, ownsPrefixed, waitMs } from "../command.ts";
import { decimal, payloadOf } from "../fields.ts";

export const numberedErrors: AtCommand<true> = {
  line: "AT+CMEE=1",
  waitMs: waitMs.quick,
  owns: ownsNothing,
  parse: () => true,
};

/** How failures come. No other question has this answer, so that who hears it knows which question was answered. */
export const errorForm: AtCommand<number> = {
  line: "AT+CMEE?",
  waitMs: waitMs.quick,
  owns: ownsPrefixed("+CMEE"),
  parse: (lines) => decimal(payloadOf(onlyLine(lines)), 0, 2),
};
