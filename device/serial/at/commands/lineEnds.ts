/** CR and LF as the ends of lines again, for a terminal that waits for another character (ITU-T V.250 sections 6.2.1 and 6.2.2). */

import { fromLatin1 } from "../../../base/bytes.ts";

/**
 * A terminal that ends its command lines with another character than CR takes no command at all. All other control
 * characters inside a command line are ignored (V.250 section 5.2.1), so that one of these ends it whatever it is. Left
 * out are those that delete, flow-control, or begin a frame of the other protocols that may be on the line.
 */
const ends = [0, 1, 7, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 23, 25, 28, 29, 30, 31];

export const lineEndRescue: Uint8Array = fromLatin1(`ATS3=13S4=10${String.fromCharCode(...ends)}`);
