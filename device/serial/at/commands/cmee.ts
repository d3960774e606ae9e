/** +CMEE=1: failures come with a number (3GPP TS 27.007 section 9.1). */

import { type AtCommand, ownsNothing, waitMs } from "../command.ts";

export const numberedErrors: AtCommand<true> = {
  line: "AT+CMEE=1",
  waitMs: waitMs.quick,
  owns: ownsNothing,
  parse: () => true,
};
