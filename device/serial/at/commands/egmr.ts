/** +EGMR=0,7: the IMEI of the first slot on MediaTek chips. The same command writes it with another first number; that one is not here. */

import { type AtCommand, ownsPrefixed, waitMs } from "../command.ts";
import { imeiTextOf } from "./identityText.ts";

export const egmr: AtCommand<string> = {
  line: "AT+EGMR=0,7",
  waitMs: waitMs.memory,
  owns: ownsPrefixed("+EGMR"),
  parse: imeiTextOf,
};
