/** +CGMI, +CGMM and +CGMR: maker, model and firmware, as text for people (3GPP TS 27.007 sections 5.1 to 5.3). */

import { type AtCommand, ownsBareOr, waitMs } from "../command.ts";
import { payloadOf, unquoted } from "../fields.ts";

/** Longer than any model name; keeps a terminal that babbles off the screen. */
const maxTextLength = 128;

export const cgmi = productText("AT+CGMI", "+CGMI", "+GMI");
export const cgmm = productText("AT+CGMM", "+CGMM", "+GMM");
export const cgmr = productText("AT+CGMR", "+CGMR", "+GMR");

function productText(line: string, ...prefixes: readonly string[]): AtCommand<string> {
  return {
    line,
    waitMs: waitMs.memory,
    owns: ownsBareOr(...prefixes),
    parse(lines) {
      const text = lines
        .map((each) => unquoted(payloadOf(each)))
        .join(" ")
        .trim();
      return text !== "" && text.length <= maxTextLength ? text : null;
    },
  };
}
