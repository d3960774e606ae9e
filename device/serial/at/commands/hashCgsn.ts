/** #CGSN: the IMEI on Telit modules, always with the name of the command before it. */

import { type AtCommand, ownsPrefixed, waitMs } from "../command.ts";
import { imeiTextOf } from "./identityText.ts";

export const hashCgsn: AtCommand<string> = {
  line: "AT#CGSN",
  waitMs: waitMs.memory,
  owns: ownsPrefixed("#CGSN"),
  parse: imeiTextOf,
};
