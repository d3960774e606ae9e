/** AT alone: is anybody there (ITU-T V.250 section 5.2.1). */

import { type AtCommand, ownsNothing, waitMs } from "../command.ts";

export const attention: AtCommand<true> = {
  line: "AT",
  waitMs: waitMs.quick,
  owns: ownsNothing,
  parse: () => true,
};
