/** ATI: what the terminal says of itself (ITU-T V.250 section 6.1.3). Only labelled lines mean anything; the rest is prose. */

import { type AtCommand, waitMs } from "../command.ts";
import { payloadOf, unquoted } from "../fields.ts";
import { isUnsolicited } from "../unsolicited.ts";

/** Each is null where no line carries its label, or where two lines carry it and differ. An erased IMEI is an empty text. */
export type TerminalDescription = {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly revision: string | null;
  readonly imei: string | null;
  readonly serial: string | null;
  /** The factory's number of a module that has another one for its maker's customers. */
  readonly factorySerial: string | null;
  readonly meid: string | null;
  readonly esn: string | null;
  readonly tusn: string | null;
};

export const ati: AtCommand<TerminalDescription> = {
  line: "ATI",
  waitMs: waitMs.memory,
  owns: (line) => !isUnsolicited(line),
  parse(lines) {
    if (lines.length === 0) return null;
    return {
      manufacturer: labelled(lines, "MANUFACTURER"),
      model: labelled(lines, "MODEL"),
      revision: labelled(lines, "REVISION"),
      imei: labelled(lines, "IMEI"),
      serial: labelled(lines, "SN", "S/N", "SERIAL", "SERIAL NUMBER"),
      factorySerial: labelled(lines, "FSN"),
      meid: labelled(lines, "MEID"),
      esn: labelled(lines, "ESN"),
      tusn: labelled(lines, "TUSN"),
    };
  },
};

/** The value behind the first of the labels that is there. */
function labelled(lines: readonly string[], ...labels: readonly string[]): string | null {
  for (const label of labels) {
    const values = new Set(lines.filter((line) => labelOf(line) === label).map(textBehindLabel));
    const [only] = values;
    if (only !== undefined) return values.size === 1 ? only : null;
  }
  return null;
}

function labelOf(line: string): string {
  return line
    .slice(0, Math.max(0, line.indexOf(":")))
    .trim()
    .toUpperCase();
}

function textBehindLabel(line: string): string {
  // Behind the label some modules repeat the line of the command that tells the value: `ESN: +GSN:12de4fa6`.
  return unquoted(payloadOf(line.slice(line.indexOf(":") + 1).trim()));
}
