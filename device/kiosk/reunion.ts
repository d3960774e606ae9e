/** Notices when the terminal that this kiosk is about is back after another one, or none, stood in its place. */

import type { Unbind } from "../unbind/createUnbind.ts";
import type { MeantTerminal } from "../unbind/meantTerminal.ts";
import type { Monitor } from "./monitor.ts";

export type Reunion = {
  /** To be called after the terminal was read. */
  poll(): Promise<void>;
};

export function createReunion(parts: {
  readonly monitor: Monitor;
  readonly meant: MeantTerminal;
  readonly unbind: Unbind;
}): Reunion {
  const { monitor, meant, unbind } = parts;
  let missed = false;
  return {
    async poll() {
      if (!meant.named()) return;
      const identity = monitor.identity();
      if (!identity || meant.recognise(identity) !== "same") missed = true;
      else if (missed) {
        missed = false;
        await unbind.flow.takeUpAtTerminal();
      }
    },
  };
}
