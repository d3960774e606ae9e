/** The Log port on Android: lines for a file of the program's own. Where the channel is busy, a note is lost and nothing else. */

import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { logLine } from "../common/logLine.ts";
import type { Bridge } from "./bridge.ts";

export function createAndroidLog({ bridge, clock }: { readonly bridge: Bridge; readonly clock: Clock }): Log {
  return {
    note(code, facts = {}) {
      void bridge.call("log", "write", { line: logLine(clock.now(), code, facts) });
    },
  };
}
