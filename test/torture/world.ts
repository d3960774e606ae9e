/** Everything around the kiosk of one round: terminal, provider, the line to it, the disk, and the hands that change them. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createSimPaymentApp, type SimPaymentState } from "../../device/adapters/sim/simPaymentApp.ts";
import { type MountedDisk, mayMount, mountDisk } from "../support/mountedDisk.ts";
import type { SimFarEnd } from "../support/sim/simFarEnd.ts";
import { createSimSlfTerminal } from "../support/sim/simSlfTerminal.ts";
import { createSimTerminal } from "../support/sim/simTerminal.ts";
import { openSurroundings, type Surroundings } from "../support/surroundings.ts";
import type { Draws } from "./draws.ts";
import { type LyingLine, openLyingLine } from "./lyingLine.ts";

export const driverNames = ["at", "slf"] as const;
export type DriverName = (typeof driverNames)[number];

export type World = {
  readonly driver: DriverName;
  readonly surroundings: Surroundings;
  readonly line: LyingLine;
  /** Null where nobody may mount one: then no disk is ever sick. */
  readonly disk: MountedDisk | null;
  /** A folder for what is not the kiosk's. */
  readonly dir: string;
  /** What the payment application is told and owes, as it keeps it itself. */
  payments(): SimPaymentState;
  /** The same of the terminal that was plugged in instead; untouched as long as nobody orders it anything. */
  othersPayments(): Promise<SimPaymentState>;
  /** Plugs the other terminal in, or this one again. */
  plugIn(which: "this" | "other"): Promise<void>;
  /** Everything that was written where the kiosk may write, and its name. */
  files(): readonly (readonly [name: string, content: Buffer])[];
  /** What was broken at the moment at which something left. */
  readonly brokenOnTheWay: readonly string[];
  /** Calls with where something goes that leaves, until it is called off. */
  onSent(listener: (to: string) => void): () => void;
  /** Everything that left, as it was. */
  readonly sent: readonly (readonly [to: string, body: Buffer])[];
  close(): Promise<void>;
};

export const sn = "JB26T1000042";
const owed = { openBatch: 3, storedOffline: 1 } as const;

export async function openWorld(options: {
  readonly dir: string;
  readonly driver: DriverName;
  readonly draws: Draws;
}): Promise<World> {
  const { dir, driver, draws } = options;
  const worldDir = join(dir, "world");
  const kioskDir = join(worldDir, "kiosk");
  mkdirSync(kioskDir, { recursive: true });
  const disk = mayMount ? mountDisk(kioskDir, 4_096) : null;
  const surroundings = await openSurroundings({
    dir: worldDir,
    user: undefined,
    window: { width: 800, height: 480 },
    reviewMs: "manual",
    payments: owed,
    driver,
    config: { language: "en" },
  });
  const { upstream, stateDir } = surroundings;
  const brokenOnTheWay: string[] = [];
  const sent: [string, Buffer][] = [];
  const listeners = new Set<(to: string) => void>();
  const paymentsDir = driver === "slf" ? join(worldDir, "terminal") : stateDir;

  function payments(): SimPaymentState {
    const first: SimPaymentState = {
      ...owed,
      pendingReversals: 0,
      pendingRefunds: 0,
      allowed: "all",
      merchantData: true,
    };
    const path = join(paymentsDir, "sim-payment.json");
    return existsSync(path) ? { ...first, ...JSON.parse(readFileSync(path, "utf8")) } : first;
  }

  const line = await openLyingLine({
    to: upstream.baseUrl,
    draws,
    onAsked({ method, path, body }) {
      sent.push([`${method} ${path}`, body]);
      for (const listener of listeners) listener(`${method} ${path}`);
      if (!path.endsWith("/execution")) return;
      const { allowed, openBatch, storedOffline } = payments();
      if (allowed !== "none") brokenOnTheWay.push("payments are on while an execution leaves");
      if ((openBatch ?? 0) + (storedOffline ?? 0) > 0) brokenOnTheWay.push("money is owed while an execution leaves");
    },
  });
  const { configPath } = surroundings;
  const config = JSON.parse(readFileSync(configPath, "utf8"));
  const throughLine = { ...config.upstream, baseUrl: line.baseUrl, audience: upstream.baseUrl };
  writeFileSync(configPath, JSON.stringify({ ...config, upstream: throughLine }));

  const clock = createNodeClock();
  const othersApp = createSimPaymentApp({ clock, ...owed });
  const other: SimFarEnd = otherTerminal(driver, clock, othersApp);
  let pluggedIn: "this" | "other" = "this";

  return {
    driver,
    surroundings,
    line,
    disk,
    dir,
    payments,
    async othersPayments() {
      const status = await othersApp.status();
      if (!status.ok) throw new Error(status.error.code);
      return { merchantData: true, ...status.value };
    },
    async plugIn(which) {
      if (which === pluggedIn) return;
      pluggedIn = which;
      if (which === "other") await surroundings.plugInInstead(other);
      else await surroundings.plugIn();
    },
    files: () => filesBelow(kioskDir),
    brokenOnTheWay,
    onSent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    sent,
    async close() {
      await line.close();
      await surroundings.close();
      disk?.unmount();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function otherTerminal(
  driver: DriverName,
  clock: ReturnType<typeof createNodeClock>,
  payments: ReturnType<typeof createSimPaymentApp>,
): SimFarEnd {
  const terminal = createSimTerminal({ clock, identity: { sn: "JB26T1009999", imei: "356938035643809" } });
  terminal.paces(115_200);
  if (driver === "at") return terminal;
  const slf = createSimSlfTerminal({ clock, terminal, payments });
  slf.paces(115_200);
  return slf;
}

function filesBelow(dir: string): readonly (readonly [string, Buffer])[] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(dir.length + 1), readFileSync(path)] as const);
}
