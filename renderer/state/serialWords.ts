/** What a line of the serial transcript means, for whoever does not read AT or SLF. Says nothing of what it does not know. */

import type { StaffTexts } from "../../device/text/staffTexts.ts";

type SerialWords = StaffTexts["diagnostics"]["serial"];

/** In the order in which they are tried: what the text behind the bytes looks like, and what it is. */
const asked: readonly (readonly [RegExp, keyof SerialWords])[] = [
  [/AT\+CGSN=[12]|AT\+EGMR/, "imei"],
  [/AT(\+CGSN|\+GSN|#CGSN|\^SN)/, "serialNumber"],
  [/AT(\+C?GM[IMR]|I)/, "model"],
  [/AT\+CBC/, "battery"],
  [/AT\+(CSQ|CESQ)/, "signal"],
  [/AT\+(C|CG|CE|C5G)REG/, "registration"],
  [/AT\+(CPIN|Q?CCID|ICCID)/, "simCard"],
  [/AT\+CFUN/, "radio"],
  [/^AT/, "setUp"],
  [/ID\\x1c/, "identity"],
  [/ST\\x1c/, "status"],
  [/EC\\x1c/, "setUp"],
  [/P[POR]\\x1c/, "payments"],
  [/SB\\x1c/, "settlement"],
  [/E[MK]\\x1c/, "erasing"],
];

const answered: readonly (readonly [RegExp, keyof SerialWords])[] = [
  [/\+CM[ES] ERROR|\\nERROR\\r/, "refused"],
  [/\\nOK\\r/, "done"],
  [/(ID|ST|EC|P[POR]|SB|E[MK])\\x1c00/, "done"],
  [/(ID|ST|EC|P[POR]|SB|E[MK])\\x1c\d\d/, "refused"],
  [/^\\x06$/, "acknowledged"],
  [/^\\x15$/, "notUnderstood"],
];

/** `line` as the transcript has it, with the text behind the bytes; null where it says nothing that is known here. */
export function meaningOfLine(line: string, words: SerialWords): string | null {
  const [, mark, text = ""] = /^(?:\d+ )?(=>|<=) [0-9a-f]+ {2}(.*)$/.exec(line) ?? [];
  if (!mark) return null;
  const found = (mark === "=>" ? asked : answered).find(([looks]) => looks.test(text));
  return found ? words[found[1]] : null;
}
