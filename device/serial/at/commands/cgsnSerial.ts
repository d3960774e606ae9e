/** +CGSN=0 and bare +CGSN: the serial number in the maker's own form (3GPP TS 27.007 section 5.4). Often the IMEI, and often not. */

import { type AtCommand, ownsBareOr, waitMs } from "../command.ts";
import { type IdentityText, identityTextOf } from "./identityText.ts";

const owns = ownsBareOr("+CGSN", "+GSN", "#CGSN");

export const cgsnSerial: AtCommand<IdentityText> = {
  line: "AT+CGSN=0",
  waitMs: waitMs.memory,
  owns,
  parse: identityTextOf,
};

export const cgsnBare: AtCommand<IdentityText> = {
  line: "AT+CGSN",
  waitMs: waitMs.memory,
  owns,
  parse: identityTextOf,
};
