/** +GSN: the product serial number (ITU-T V.250 section 6.1.7). On many modems the IMEI, on others an ESN or a MEID. */

import { type AtCommand, ownsBareOr, waitMs } from "../command.ts";
import { type IdentityText, identityTextOf } from "./identityText.ts";

export const gsn: AtCommand<IdentityText> = {
  line: "AT+GSN",
  waitMs: waitMs.memory,
  owns: ownsBareOr("+GSN", "+CGSN"),
  parse: identityTextOf,
};
