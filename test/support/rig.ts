/**
 * The real core with a simulated terminal, the reference upstream in-process, memory for a disk and a clock that stands
 * still. The world outlives the process: `rig.restart()` is a new kiosk on the same disk, terminal and upstream.
 */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { createSimPaymentApp, type SimPaymentApp } from "../../device/adapters/sim/simPaymentApp.ts";
import { createSimTerminal, type SimTerminal } from "../../device/adapters/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../device/adapters/sim/simTerminalLink.ts";
import type { OrderAnswer, OrderInput, OrderName, Snapshot, UnbindStateName } from "../../device/contract/host.ts";
import { createKiosk, type Kiosk } from "../../device/kiosk.ts";
import type { PinRole } from "../../device/ports/pinVault.ts";
import { createInProcessUpstream, type InProcessUpstream } from "../upstream/inProcess.ts";
import { createManualClock, type ManualClock } from "./manualClock.ts";
import { createMemoryEvidenceStore } from "./memoryEvidenceStore.ts";
import { createMemoryJournalFile, createMemoryJournalStore, type MemoryJournalStore } from "./memoryJournalFile.ts";
import { createMemoryLog, type MemoryLog } from "./memoryLog.ts";
import { createMemoryMerchantStore, type MemoryMerchantData } from "./memoryMerchantStore.ts";
import { createMemoryPinVault } from "./memoryPinVault.ts";
import { createMemoryRandom } from "./memoryRandom.ts";
import { createMemorySigner, type MemorySignerStore } from "./memorySigner.ts";
import { createMemoryUpstream } from "./memoryUpstream.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export const goodPin = "274951";
export const simIdentity = { sn: "PX7A20260042", imei: "490154203237518" } as const;

export type Rig = {
  readonly clock: ManualClock;
  readonly terminal: SimTerminal;
  readonly upstream: InProcessUpstream;
  readonly payments: SimPaymentApp;
  readonly disk: { readonly journal: MemoryJournalStore; readonly merchant: MemoryMerchantData };
  readonly evidence: Map<string, string>;
  readonly log: MemoryLog;
  /** Of the process that runs now. */
  mishaps(): Mishaps;
  kiosk(): Kiosk;
  see(): Promise<Snapshot>;
  /** Gives an order and lets everything it causes at once settle. */
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  type(pin: string): Promise<OrderAnswer>;
  /** Lets time pass until the unbind is in one of these states, at most an hour. */
  reach(...states: readonly UnbindStateName[]): Promise<Snapshot>;
  /** First start: the terminal read, enrolled and bound, the first PIN set. */
  setUp(): Promise<void>;
  /** From home to the summary of a new request. */
  draft(): Promise<Snapshot>;
  /** From home to a confirmed request. */
  confirm(): Promise<void>;
  execute(): Promise<OrderAnswer>;
  /** The process is gone at once; a new one starts on what is left. */
  restart(prepare?: (mishaps: Mishaps) => void): Promise<void>;
};

export type RigOptions = {
  readonly reviewMs?: number | "manual";
  readonly prepare?: (mishaps: Mishaps) => void;
  /** Mishaps of a world where nothing is counted: only the wire and the disk of the unbind are. */
  readonly openBatch?: number;
};

export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const clock = createManualClock();
  const terminal = createSimTerminal({ clock, identity: simIdentity });
  const upstream = await createInProcessUpstream({ clock, reviewMs: options.reviewMs ?? 5_000 });
  await upstream.operator.registerTerminal(simIdentity);
  const { code } = await upstream.operator.issueCode({ sn: simIdentity.sn });
  const payments = createSimPaymentApp({ clock, openBatch: options.openBatch ?? 0 });
  const disk = { journal: createMemoryJournalStore(), merchant: { binding: null } as MemoryMerchantData };
  const key: MemorySignerStore = { privateKey: null };
  const pins = new Map<PinRole, string>();
  const evidence = new Map<string, string>();
  const log = createMemoryLog();
  let mishaps = createMishaps();
  let kiosk: Kiosk | null = null;

  async function start(prepare: (mishaps: Mishaps) => void = () => {}): Promise<void> {
    mishaps = createMishaps();
    prepare(mishaps);
    const now = mishaps;
    kiosk = createKiosk(
      {
        clock,
        random: createMemoryRandom(clock.monotonic() + disk.journal.bytes.length + 1),
        hash: createNodeHash(),
        log,
        serialLink: createSimTerminalOpener(terminal),
        signer: createMemorySigner(key),
        upstream: createMemoryUpstream((exchange) => upstream.port.exchange(exchange), now),
        journalFile: createMemoryJournalFile(disk.journal, now),
        paymentApp: payments,
        pinVault: createMemoryPinVault(pins, now),
        merchantStore: createMemoryMerchantStore(disk.merchant, now),
        evidenceStore: createMemoryEvidenceStore(evidence),
        enrolmentCode: { read: async () => code },
      },
      {
        audience: upstream.audience,
        upstreamKeys: [upstream.publicJwk],
        app: "jiebang 0.1.0",
        language: "zh-CN",
        simulated: true,
      },
    );
    await clock.runUntil(Promise.race([kiosk.start(), now.died]));
  }

  const running = () => {
    if (!kiosk) throw new Error("no kiosk runs");
    return kiosk;
  };
  const see = () => running().snapshot();
  const order: Rig["order"] = (name, input) => {
    const died = mishaps.died.then((): OrderAnswer => ({ ok: false, error: { code: "host/bug" } }));
    return clock.runUntil(Promise.race([running().order(name, input), died]));
  };

  async function type(pin: string): Promise<OrderAnswer> {
    for (const digit of pin) await order("pressDigit", { digit: Number(digit) });
    return order("submitPin", {});
  }

  async function reach(...states: readonly UnbindStateName[]): Promise<Snapshot> {
    for (let waited = 0; waited < 3_600; waited++) {
      const snapshot = await see();
      if (states.includes(snapshot.unbind.state) || mishaps.dead) return snapshot;
      await clock.advance(1_000);
    }
    const { unbind, service } = await see();
    throw new Error(`stays ${unbind.state} (${unbind.failure?.code ?? "no failure"}, ${service.phase})`);
  }

  async function draft(): Promise<Snapshot> {
    await order("openMenu", {});
    await order("beginUnbind", { bindingKind: "terminal_to_merchant" });
    await type(goodPin);
    await order("chooseReason", { code: "switch_provider", consent: true });
    await reach("ready", "blocked");
    await order("showSummary", {});
    return see();
  }

  await start(options.prepare);
  return {
    ...{ clock, terminal, upstream, payments, disk, evidence, log, see, order, type, reach, draft },
    mishaps: () => mishaps,
    kiosk: running,
    async setUp() {
      await type(goodPin);
      await type(goodPin);
      await clock.advance(1_000);
    },
    async confirm() {
      const { unbind } = await draft();
      if (!unbind.summary) throw new Error(`no summary in ${unbind.state}: ${JSON.stringify(unbind.checks)}`);
      await order("confirmUnbind", { summaryHash: unbind.summary.hash });
    },
    async execute() {
      const { session } = await see();
      const answer = await order("executeUnbind", {});
      return session.phase === "open" && session.authenticated ? answer : type(goodPin);
    },
    async restart(prepare) {
      mishaps.die();
      await kiosk?.stop();
      await start(prepare);
    },
  };
}
