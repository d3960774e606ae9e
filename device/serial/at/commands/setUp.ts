/** Result codes on, in words, and echo on (ITU-T V.250 sections 6.2.4 to 6.2.6): what the reader counts on. */

import { type AtCommand, ownsNothing, waitMs } from "../command.ts";

export const setUp: AtCommand<true> = {
  line: "ATQ0V1E1",
  waitMs: waitMs.quick,
  owns: ownsNothing,
  parse: () => true,
};
