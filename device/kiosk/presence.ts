/**
 * Whether the terminal that this kiosk is about is there. When it went, what was checked of it holds no longer; when it is
 * back, after another one or none stood in its place, it gets what it is due.
 */

import type { Unbind } from "../unbind/createUnbind.ts";
import { takes } from "../unbind/machine.ts";
import type { MeantTerminal } from "../unbind/meantTerminal.ts";
import type { Monitor } from "./monitor.ts";

export type Presence = {
  /** The terminal was read. */
  poll(): Promise<void>;
  /** The line to it was lost. What comes back on it may be anything. */
  lost(): Promise<void>;
};

export function createPresence(parts: {
  readonly monitor: Monitor;
  readonly meant: MeantTerminal;
  readonly unbind: Unbind;
}): Presence {
  const { monitor, meant } = parts;
  const { flow } = parts.unbind;
  let there = true;

  async function checkAnew(): Promise<void> {
    const changed = { type: "terminalChanged" } as const;
    if (takes(flow.view().state, changed)) await flow.dispatch([changed]);
  }

  async function lost(): Promise<void> {
    if (!there) return;
    there = false;
    await checkAnew();
  }

  return {
    lost,
    async poll() {
      if (!meant.named()) return;
      const identity = monitor.identity();
      if (!identity || meant.recognise(identity) !== "same") return lost();
      if (there) return;
      there = true;
      await flow.takeUpAtTerminal();
      await checkAnew();
    },
  };
}
