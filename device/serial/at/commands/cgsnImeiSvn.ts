/** +CGSN=255: IMEI and software version in one number of 17 digits, on u-blox modules. */

import { type AtCommand, ownsPrefixed, waitMs } from "../command.ts";
import { prefixOf } from "../fields.ts";
import { identityTextOf } from "./identityText.ts";

const ownsPrefix = ownsPrefixed("+CGSN");

export const cgsnImeiSvn: AtCommand<{ readonly imei: string; readonly svn: string }> = {
  line: "AT+CGSN=255",
  waitMs: waitMs.memory,
  owns: (line) => ownsPrefix(line) || (prefixOf(line) === null && /^"?\d+"?$/.test(line)),
  parse(lines) {
    const [, imei, svn] = /^(\d{15})(\d{2})$/.exec(identityTextOf(lines)?.text ?? "") ?? [];
    return imei && svn ? { imei, svn } : null;
  },
};
