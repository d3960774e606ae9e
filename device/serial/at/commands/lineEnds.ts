/** CR and LF as the ends of lines again, for a terminal that waits for another character (ITU-T V.250 sections 6.2.1 and 6.2.2). */

import { fromLatin1 } from "../../../base/bytes.ts";

/**
 * The characters that may end a command line there. Left out are those that delete, flow-control, or begin a frame of
 * the other protocols that may be on the line; a printable one cannot be told from text.
 */
const ends = [0, 1, 7, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 23, 25, 28, 29, 30, 31].map((code) =>
  String.fromCharCode(code),
);
const setting = "S3=13S4=10";
/** What was sent before is still in the terminal's line (section 5.2.2); some keep the AT of it for good. */
const erased = "\b".repeat(32);

/**
 * Everything at once, because the terminal answers to none of it that we could read. Terminals that ignore control
 * characters in a command (section 5.2.1) are met by the first two lines, those that drop the line by one of the others.
 */
export const lineEndRescue: Uint8Array = fromLatin1(
  [erased + setting + ends.join(""), `AT${setting}${ends.join("")}`, ...ends.map((end) => `AT${setting}${end}\r`)].join(
    "",
  ),
);
