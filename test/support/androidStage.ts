/** What stands around the kiosk on Android in a test: the reference provider behind mutual TLS, a terminal on a real pty, a configuration. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createSimPaymentApp } from "../../device/adapters/sim/simPaymentApp.ts";
import { tlsFilesOf } from "../upstream/certificates.ts";
import { type RunningUpstream, startUpstream } from "../upstream/server.ts";
import { createPtyTerminal } from "./ptyTerminal.ts";

export const stagedTerminal = { sn: "JB26T1000042", imei: "490154203237518" } as const;

export type AndroidStage = {
  readonly upstream: RunningUpstream;
  /** The folder for the platform's half. */
  readonly platformDir: string;
  close(): Promise<void>;
};

/** The terminal is registered, its one-time code lies where the kiosk looks for it, and it owes a batch. */
export async function setAndroidStage(dir: string): Promise<AndroidStage> {
  const upstream = await startUpstream({ stateDir: join(dir, "upstream"), tls: true, reviewMs: 0 });
  if (!upstream.tls) throw new Error("the upstream has no TLS");
  await upstream.operator.registerTerminal(stagedTerminal);
  const { code } = await upstream.operator.issueCode({ sn: stagedTerminal.sn });

  const path = join(dir, "tty");
  const payments = createSimPaymentApp({ clock: createNodeClock(), openBatch: 3, storedOffline: 1 });
  const pty = await createPtyTerminal({ path, identity: stagedTerminal, payments });

  const platformDir = join(dir, "platform");
  const state = join(platformDir, "state");
  await mkdir(state, { recursive: true });
  await writeFile(join(state, "enrolment-code"), `${code}\n`);
  const config = {
    serial: { path, baudRate: 115_200, driver: "slf" },
    upstream: {
      baseUrl: upstream.baseUrl,
      keys: [upstream.publicJwk],
      agreementKey: upstream.agreementJwk,
      tls: tlsFilesOf(upstream.tls),
    },
    paymentApp: { kind: "slf" },
    language: "zh-CN",
    simulated: true,
  };
  await writeFile(join(state, "config.json"), JSON.stringify(config));
  return { upstream, platformDir, close: () => Promise.all([pty.stop(), upstream.close()]).then(() => undefined) };
}
