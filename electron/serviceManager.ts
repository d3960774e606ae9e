/**
 * Tells systemd how the kiosk is (sd_notify(3)): started when the first screen stands, alive as often as its page
 * answers. Node opens no datagram socket of that family, so systemd-notify does the talking. Where nobody listens,
 * nothing is said.
 */

import { execFile } from "node:child_process";

export type ServiceManager = {
  /** The page shows a screen and has just said so. The first time the service counts as started. */
  alive(): void;
};

const program = "/usr/bin/systemd-notify";
/** A telling that takes longer is of no use any more. */
const tellWithinMs = 10_000;

export function createServiceManager(env: Readonly<Record<string, string | undefined>>): ServiceManager {
  const socket = env.NOTIFY_SOCKET;
  let started = false;
  let isTelling = false;

  function tell(words: readonly string[], onTold: () => void): void {
    if (isTelling) return;
    isTelling = true;
    execFile(program, [...words], { env: { NOTIFY_SOCKET: socket }, timeout: tellWithinMs }, (failure) => {
      isTelling = false;
      if (!failure) onTold();
    });
  }

  return {
    alive() {
      if (!socket) return;
      const words = started ? ["WATCHDOG=1"] : ["--ready", "WATCHDOG=1"];
      tell(words, () => {
        started = true;
      });
    },
  };
}
