/** A factory station with many terminals on lines of a real rate, and an upstream; each a process of its own. Every run enrols them all anew. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { stopWithUs } from "../../build/stopWithUs.ts";
import { openLedger } from "../../device/cli/station/ledger.ts";
import { runStation } from "../../device/cli/station/run.ts";
import type { PublicJwk } from "../../device/contract/fields.ts";
import type { KioskConfig } from "../../device/shell/config.ts";
import { startFarSide } from "./serialFarSide.ts";

/** USB adapters hand over what has come once in a frame of full speed. */
const frameMs = "1";

export type StationRun = { readonly ms: number; readonly cpuMs: number };

export type StationBench = {
  /** The first so many terminals, from the first byte to the last durable record. Throws when one does not pass. */
  run(count: number): Promise<StationRun>;
  stop(): Promise<void>;
};

export async function openStationBench(dir: string, count: number, baudRate: number): Promise<StationBench> {
  const far = await startFarSide("serialLines.ts", count, String(baudRate), frameMs, "numbered");
  const program = join(import.meta.dirname, "stationUpstream.ts");
  const upstream = fork(program, [join(dir, "upstream"), String(count)]);
  const stopUpstream = stopWithUs(upstream);
  const [{ baseUrl, key, agreementKey }]: [{ baseUrl: string; key: PublicJwk; agreementKey: PublicJwk }] = (await once(
    upstream,
    "message",
  )) as never;
  const stateDir = join(dir, "station");
  const config: KioskConfig = {
    stateDir,
    serial: { path: "/dev/null", baudRate, driver: "at" },
    upstream: { baseUrl, keys: [key], agreementKey },
    paymentApp: { kind: "none" },
    language: "en",
    window: { kind: "kiosk" },
    simulated: true,
  };

  async function run(many: number): Promise<StationRun> {
    // What a kiosk was still writing when it was stopped may come in between.
    await rm(stateDir, { recursive: true, force: true, maxRetries: 10 });
    upstream.send("codes");
    const [told]: [(readonly [string, string])[]] = (await once(upstream, "message")) as never;
    const codes = new Map(told);
    const ledger = await openLedger(stateDir);
    if (!ledger.ok) throw new Error(JSON.stringify(ledger.error));
    const [begunMs, cpu] = [performance.now(), process.cpuUsage()];
    const rows = await runStation(far.paths.slice(0, many), {
      config,
      ledger: ledger.value,
      labels: null,
      codes: { named: true, take: (sn) => codes.get(sn) ?? null },
      env: {},
      now: Date.now,
      interrupted: new Promise<void>(() => {}),
      onState: () => {},
    });
    const { user, system } = process.cpuUsage(cpu);
    const taken = { ms: performance.now() - begunMs, cpuMs: (user + system) / 1_000 };
    await ledger.value.close();
    const failed = rows.find(({ result }) => result !== "passed");
    if (failed) throw new Error(`${failed.sn}: ${failed.code}`);
    return taken;
  }

  return {
    run,
    async stop() {
      await stopUpstream();
      await far.stop();
    },
  };
}
