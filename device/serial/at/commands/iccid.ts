/** +CCID and +ICCID: the number of the SIM card (ITU-T E.118; read from EF-ICCID, ETSI TS 102 221 section 13.2). */

import { type AtCommand, onlyLine, ownsBareOr, waitMs } from "../command.ts";
import { fieldsOf, payloadOf } from "../fields.ts";

export type CardNumber = {
  /** 18 to 20 characters, starts with 89; Chinese issuers put hexadecimal digits in the middle. */
  readonly iccid: string;
  /** The number of an eUICC, 32 digits (GSMA SGP.02), where the terminal tells it behind the other. */
  readonly eid: string | null;
};

export const ccid = cardNumberCommand("AT+CCID");
export const iccid = cardNumberCommand("AT+ICCID");

function cardNumberCommand(line: string): AtCommand<CardNumber> {
  return {
    line,
    waitMs: waitMs.sim,
    owns: ownsBareOr("+CCID", "+ICCID", "^ICCID"),
    parse(lines) {
      const fields = fieldsOf(payloadOf(onlyLine(lines)));
      const number = iccidOf(fields[0]?.text ?? "");
      const eid = fields[1]?.text ?? "";
      if (number === null || fields.length > 2) return null;
      return { iccid: number, eid: /^\d{32}$/.test(eid) ? eid : null };
    },
  };
}

/** As it is printed on the card, also where the terminal passes the file on as it lies there: digits swapped in pairs. */
function iccidOf(text: string): string | null {
  const swapped = text.startsWith("98") && text.length % 2 === 0;
  const digits = (swapped ? text.replace(/(.)(.)/g, "$2$1") : text).toUpperCase();
  // The file is ten bytes; F fills it up.
  const bare = digits.replace(/F+$/, "");
  return /^89\d{2}[\dA-F]{14,16}$/.test(bare) ? bare : null;
}
