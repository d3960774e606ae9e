/** The kiosk that a configuration file describes, started without a screen and stopped when its command is done. */

import { statSync } from "node:fs";
import { openedByRoot } from "../../adapters/node/credentials.ts";
import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import { createNodeLog } from "../../adapters/node/nodeLog.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ErrorView } from "../../contract/errors.ts";
import type { Host } from "../../contract/host.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import { composeKiosk } from "../../shell/composeKiosk.ts";
import type { KioskConfig } from "../../shell/config.ts";
import { readProgram } from "../../shell/program.ts";

export type Headless = {
  readonly host: Host;
  /** The first snapshot in which this is seen, the one of now included; null when the time is over before. */
  until(seen: (snapshot: Snapshot) => boolean, withinMs?: number): Promise<Snapshot | null>;
  /** The state of things once the payment application has heard what it was ordered, or is known not to have. */
  landed(): Promise<Snapshot>;
  /** What was begun is durable; nothing goes on until the next start. */
  stop(): Promise<void>;
};

export type HeadlessFailure =
  | { readonly code: "cli/in-use"; readonly pid: number }
  | { readonly code: "cli/out-of-service"; readonly failure: ErrorView };

/** Resolves when the kiosk takes orders. */
export async function openHeadless(
  config: KioskConfig,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Result<Headless, HeadlessFailure>> {
  // Nothing is handed over to root at a shell, and whoever it becomes may not open it.
  const credentials = isRoot() && env.CREDENTIALS_DIRECTORY === undefined ? { credentials: await openedByRoot() } : {};
  becomeOwnerOf(config.stateDir);
  const clock = createNodeClock();
  const log = createNodeLog({ dir: config.stateDir, clock });
  // As it stands in what is signed.
  const app = `jiebang-terminal ${readProgram(import.meta.dirname).version}`;
  const { kiosk, stop } = composeKiosk({ config, clock, log, app, env, ...credentials });

  async function until(seen: (snapshot: Snapshot) => boolean, withinMs?: number): Promise<Snapshot | null> {
    const now = await kiosk.snapshot();
    if (seen(now)) return now;
    if (now.service.phase === "outOfService") return null;
    return new Promise((resolve) => {
      let callOff = () => {};
      const end = (snapshot: Snapshot | null) => {
        stopListening();
        callOff();
        resolve(snapshot);
      };
      const stopListening = kiosk.listen((snapshot) => {
        // Out of service, nothing comes any more.
        if (seen(snapshot)) end(snapshot);
        else if (snapshot.service.phase === "outOfService") end(null);
      });
      if (withinMs !== undefined) callOff = clock.after(withinMs, () => end(null));
    });
  }

  async function landed(): Promise<Snapshot> {
    const seen = await until(({ unbind }) => unbind.paymentOrder !== "underWay");
    return seen ?? kiosk.snapshot();
  }

  await kiosk.start();
  const { service } = await kiosk.snapshot();
  if (service.phase !== "outOfService") return ok({ host: kiosk, until, landed, stop });
  await stop();
  const { failure } = service;
  return err(
    failure.code === "journal/in-use"
      ? { code: "cli/in-use", pid: Number(failure.facts?.pid) }
      : { code: "cli/out-of-service", failure },
  );
}

const isRoot = () => process.getuid?.() === 0;

type ProcessWithGroups = NodeJS.Process & { initgroups?(user: number, group: number): void };

/** Root would leave files behind that the kiosk itself cannot open: on a state that belongs to somebody, root is that one. */
function becomeOwnerOf(dir: string): void {
  if (!isRoot()) return;
  const owner = statSync(dir, { throwIfNoEntry: false });
  if (owner === undefined || owner.uid === 0) return;
  // Node has it, and its types do not: the owner's own groups, the serial line's among them.
  (process as ProcessWithGroups).initgroups?.(owner.uid, owner.gid);
  process.setgid?.(owner.gid);
  process.setuid?.(owner.uid);
}
