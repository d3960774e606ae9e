/** ^SN: the factory's product number on Huawei modules. Often 16 digits, and no IMEISV for that. */

import { type AtCommand, onlyLine, ownsPrefixed, waitMs } from "../command.ts";
import { payloadOf, unquoted } from "../fields.ts";

export const caretSn: AtCommand<string> = {
  line: "AT^SN",
  waitMs: waitMs.memory,
  owns: ownsPrefixed("^SN"),
  parse: (lines) => unquoted(payloadOf(onlyLine(lines))) || null,
};
