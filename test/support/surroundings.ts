/**
 * Everything a kiosk needs around it, simulated on real parts: a serial device file with a terminal behind it, an
 * HTTP upstream with its state on disk, and the configuration that names both. For demonstrations and tests.
 */

import { existsSync } from "node:fs";
import { chmod, chown, mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createStateDir, type KioskUser } from "../../build/unprivileged.ts";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createNodeSimPaymentState } from "../../device/adapters/node/nodeSimPaymentState.ts";
import { createSimPaymentApp, type SimPaymentState } from "../../device/adapters/sim/simPaymentApp.ts";
import type { NewBinding } from "../upstream/operator.ts";
import { type RunningUpstream, startUpstream } from "../upstream/server.ts";
import { createPtyLine, type PtyLine } from "./ptyLine.ts";
import { createPtyTerminal, type PtyTerminal } from "./ptyTerminal.ts";
import type { SimFarEnd } from "./sim/simFarEnd.ts";
import type { SimIdentity } from "./sim/simTerminalAnswers.ts";

export type Surroundings = {
  readonly configPath: string;
  /** Where the kiosk keeps what must survive. */
  readonly stateDir: string;
  readonly upstream: RunningUpstream;
  readonly terminal: PtyTerminal;
  /** Puts the terminal's plug back in; the kiosk's user may open it again. */
  plugIn(): Promise<void>;
  /** Plugs another device in where the terminal was, until the terminal is plugged in again. */
  plugInInstead(device: SimFarEnd): Promise<void>;
  close(): Promise<void>;
};

export type SurroundingsOptions = {
  /** What is in it from an earlier time is found again. */
  readonly dir: string;
  /** Who the kiosk runs as. */
  readonly user: KioskUser | undefined;
  readonly window: { readonly width: number; readonly height: number };
  readonly reviewMs?: number | "manual";
  readonly identity?: Partial<SimIdentity>;
  /** One binding of the generic provider, unless told otherwise. */
  readonly bindings?: readonly NewBinding[];
  /** What the payment application owes; a batch and a stored payment, unless told otherwise. */
  readonly payments?: Partial<SimPaymentState>;
  /** Whether the kiosk finds its one-time code in a file, or somebody has to type one in. */
  readonly codeByHand?: boolean;
  readonly baudRate?: number;
  /** "slf": the kiosk reads the terminal over SLF, and the terminal takes the payments itself. */
  readonly driver?: "at" | "slf";
  /** Changes to the configuration file, by top-level field. */
  readonly config?: Readonly<Record<string, unknown>>;
};

const defaultBaudRate = 115_200;
const identityOfThisTerminal = { sn: "JB26T1000042", imei: "490154203237518" } as const;
/** What the payment application owes before the unbind, so that there is something to settle. */
const usualPayments: SimPaymentState = {
  openBatch: 3,
  storedOffline: 1,
  pendingReversals: 0,
  pendingRefunds: 0,
  allowed: "all",
  merchantData: true,
};

export async function openSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { user, window, reviewMs = 8_000, baudRate = defaultBaudRate, driver = "at" } = options;
  const identity = { ...identityOfThisTerminal, ...options.identity };
  const paymentsAtFirst = { ...usualPayments, ...options.payments };
  await mkdir(options.dir, { recursive: true });
  const kioskDir = await createStateDir(user, join(options.dir, "kiosk"));
  const own = (path: string) => (user ? chown(path, user.uid, user.gid) : Promise.resolve());
  const give = async (path: string, text: string) => {
    await writeFile(path, text, { mode: 0o600 });
    await own(path);
    return path;
  };

  const stateDir = join(kioskDir, "state");
  if (!existsSync(stateDir)) {
    await mkdir(stateDir, { mode: 0o700 });
    await own(stateDir);
    await give(join(stateDir, "sim-payment.json"), JSON.stringify(paymentsAtFirst));
  }

  const upstream = await startUpstream({ stateDir: join(options.dir, "upstream"), reviewMs });
  const enrolmentCodeFile = join(kioskDir, "enrolment-code");
  const known = (await upstream.operator.list()).terminals.find((terminal) => terminal.sn === identity.sn);
  const { sn, imei } = identity;
  const bindings = options.bindings && { bindings: [...options.bindings] };
  if (!known) await upstream.operator.registerTerminal({ sn, imei, ...bindings });
  if (!known?.deviceKid && !options.codeByHand) {
    const { code } = await upstream.operator.issueCode({ sn: identity.sn });
    await give(enrolmentCodeFile, `${code}\n`);
  }

  const path = join(kioskDir, "terminal");
  await rm(path, { force: true });
  const store = createNodeSimPaymentState({ dir: join(options.dir, "terminal") });
  const payments = createSimPaymentApp({ clock: createNodeClock(), store, ...paymentsAtFirst });
  const terminal = await createPtyTerminal({ path, identity, baudRate, payments });
  let other: PtyLine | undefined;
  const handOver = async () => {
    const device = await realpath(path);
    await own(device);
    await chmod(device, 0o600);
  };
  await handOver();

  const config = {
    stateDir,
    serial: { path, baudRate, driver },
    upstream: {
      baseUrl: upstream.baseUrl,
      keys: [upstream.publicJwk],
      agreementKey: upstream.agreementJwk,
      ...(!options.codeByHand && { enrolmentCodeFile }),
    },
    paymentApp: { kind: driver === "slf" ? "slf" : "simulated" },
    language: "zh-CN",
    window: { kind: "fixed", ...window },
    simulated: true,
    ...options.config,
  };
  const configPath = await give(join(kioskDir, "config.json"), `${JSON.stringify(config, null, 2)}\n`);

  return {
    configPath,
    stateDir,
    upstream,
    terminal,
    async plugIn() {
      await other?.unplug();
      await terminal.plugIn();
      await handOver();
    },
    async plugInInstead(device) {
      await terminal.unplug();
      other = await createPtyLine(path, device);
      await handOver();
    },
    async close() {
      await other?.unplug();
      await terminal.stop();
      await upstream.close();
    },
  };
}
