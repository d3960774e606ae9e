/**
 * The real core with a simulated terminal, the reference upstream in-process, memory for a disk and a clock that stands
 * still. The world outlives the process: `rig.restart()` is a new kiosk on the same disk, terminal and upstream.
 */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { createSimPaymentApp, type SimPaymentApp } from "../../device/adapters/sim/simPaymentApp.ts";
import { createSimSlfTerminal, type SimSlfTerminal } from "../../device/adapters/sim/simSlfTerminal.ts";
import { createSimTerminal, type SimTerminal } from "../../device/adapters/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../device/adapters/sim/simTerminalLink.ts";
import { utf8 } from "../../device/base/bytes.ts";
import { ok } from "../../device/base/result.ts";
import type { OrderAnswer, OrderInput, OrderName, Snapshot, UnbindStateName } from "../../device/contract/host.ts";
import { problemTypePrefix } from "../../device/contract/upstream.ts";
import { createKiosk, type Kiosk } from "../../device/kiosk.ts";
import type { Upstream, UpstreamAnswer, UpstreamExchange } from "../../device/ports/upstream.ts";
import { createInProcessUpstream, type InProcessUpstream } from "../upstream/inProcess.ts";
import { createSigningKey, type SigningKey } from "../upstream/signingKey.ts";
import { createManualClock, type ManualClock } from "./manualClock.ts";
import { createMemoryEvidenceStore } from "./memoryEvidenceStore.ts";
import { createMemoryJournalFile, createMemoryJournalStore, type MemoryJournalStore } from "./memoryJournalFile.ts";
import { createMemoryLog, type MemoryLog } from "./memoryLog.ts";
import { createMemoryMerchantStore, type MemoryMerchantData } from "./memoryMerchantStore.ts";
import { createMemoryPinVault, type MemoryPins } from "./memoryPinVault.ts";
import { createMemoryRandom } from "./memoryRandom.ts";
import { createMemorySigner, type MemorySignerStore } from "./memorySigner.ts";
import { createMemorySimPaymentStore, type MemorySimPaymentText } from "./memorySimPaymentStore.ts";
import { createMemoryUpstream } from "./memoryUpstream.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export const goodPin = "274951";
export const simIdentity = { sn: "PX7A20260042", imei: "490154203237518" } as const;

/** What lies on the terminal when the power is off. */
export type RigDisk = {
  readonly journal: MemoryJournalStore;
  readonly merchant: MemoryMerchantData;
  readonly pins: MemoryPins;
  readonly payments: MemorySimPaymentText;
};

/** What was on the disk at the moment at which something left the core or was erased. */
export type Witnessed = {
  /** "POST /v1/unbind-requests", "erase binding_record". */
  readonly what: string;
  readonly body: string;
  readonly journal: string;
  readonly paymentsPaused: boolean;
};

export type Rig = {
  readonly clock: ManualClock;
  readonly terminal: SimTerminal;
  /** The USB device between kiosk and terminal, as the next open finds it. */
  readonly usb: { serialNumber: string };
  readonly upstream: InProcessUpstream;
  readonly disk: RigDisk;
  readonly evidence: Map<string, string>;
  readonly log: MemoryLog;
  /** The one-time code of the enrolment. */
  readonly code: string;
  /** Every message that left and every erasure, over all processes. */
  readonly witnessed: readonly Witnessed[];
  /** Every snapshot that was handed out, over all processes. */
  readonly shown: readonly Snapshot[];
  /** Of the process that runs now. */
  mishaps(): Mishaps;
  payments(): SimPaymentApp;
  /** The terminal's second tongue, over which it is read where the driver is SLF. */
  slf(): SimSlfTerminal;
  kiosk(): Kiosk;
  see(): Promise<Snapshot>;
  /** Whether a customer could pay now; changes nothing. */
  wouldPay(): Promise<boolean>;
  /** From now on every exchange like "POST /v1/..." is answered so, and the upstream never hears of it; null ends it. */
  answersAs(pattern: string, answer: OddAnswer | null): void;
  /** Anything at all, signed with the upstream's pinned key. */
  readonly upstreamSigns: SigningKey["sign"];
  /** Gives an order and lets everything it causes at once settle. */
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  type(pin: string): Promise<OrderAnswer>;
  /** Lets time pass until this is seen, at most an hour. Ends at once when the machine dies. */
  until(seen: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** Lets time pass until the unbind is in one of these states. */
  reach(...states: readonly UnbindStateName[]): Promise<Snapshot>;
  /** First start: the terminal read, enrolled and bound, the first PIN set. */
  setUp(): Promise<void>;
  /** From home to the summary of a new request. */
  draft(): Promise<Snapshot>;
  /** From home to a confirmed request. */
  confirm(): Promise<void>;
  execute(): Promise<OrderAnswer>;
  withdraw(): Promise<OrderAnswer>;
  /** The process is gone at once; a new one starts on what is left. */
  restart(prepare?: (mishaps: Mishaps) => void): Promise<void>;
};

/** What an upstream may say that the reference one does not. `problem` is a problem kind. */
export type OddAnswer = {
  readonly status: number;
  readonly problem?: string;
  readonly body?: object;
  readonly retryAfter?: string;
  /** How long the answer is on its way. */
  readonly afterMs?: number;
};

export type RigOptions = {
  readonly reviewMs?: number | "manual";
  readonly grantMs?: number;
  readonly prepare?: (mishaps: Mishaps) => void;
  readonly openBatch?: number;
  /** "slf": the terminal is read over SLF, and takes the payments itself. */
  readonly driver?: "at" | "slf";
  /** As `answersAs`, from the first start on. */
  readonly answers?: readonly [pattern: string, answer: OddAnswer];
};

export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const clock = createManualClock();
  const terminal = createSimTerminal({ clock, identity: simIdentity });
  const usb = { serialNumber: "USB-0001" };
  const { reviewMs = 5_000, grantMs } = options;
  const signingKey = await createSigningKey();
  const upstream = await createInProcessUpstream({ clock, reviewMs, key: signingKey, ...(grantMs && { grantMs }) });
  await upstream.operator.registerTerminal(simIdentity);
  const { code } = await upstream.operator.issueCode({ sn: simIdentity.sn });
  const disk: RigDisk = {
    journal: createMemoryJournalStore(),
    merchant: { binding: null },
    pins: new Map(),
    payments: { text: null },
  };
  const key: MemorySignerStore = { privateKey: null };
  const evidence = new Map<string, string>();
  const log = createMemoryLog();
  const witnessed: Witnessed[] = [];
  const shown: Snapshot[] = [];
  const oddAnswers = new Map<string, OddAnswer>(options.answers ? [options.answers] : []);
  let starts = 0;
  let mishaps = createMishaps();
  let payments: SimPaymentApp | null = null;
  let slf: SimSlfTerminal | null = null;
  let kiosk: Kiosk | null = null;

  function witness(what: string, body = ""): void {
    const journal = new TextDecoder().decode(disk.journal.bytes);
    const paymentsPaused = JSON.parse(disk.payments.text ?? "{}").allowed === "none";
    witnessed.push({ what, body, journal, paymentsPaused });
  }

  async function answer(exchange: UpstreamExchange): ReturnType<Upstream["exchange"]> {
    witness(`${exchange.method} ${exchange.path}`, `${exchange.body ?? ""}\n${JSON.stringify(exchange.headers)}`);
    const to = `${exchange.method} ${exchange.path}`;
    const odd = [...oddAnswers].find(([pattern]) => new RegExp(`^${pattern}`).test(to))?.[1];
    if (!odd) return upstream.port.exchange(exchange);
    const { afterMs } = odd;
    if (afterMs) await new Promise<void>((arrive) => clock.after(afterMs, arrive));
    return ok(answerOf(odd));
  }

  async function start(prepare: (mishaps: Mishaps) => void = () => {}): Promise<void> {
    mishaps = createMishaps();
    prepare(mishaps);
    const now = mishaps;
    const { openBatch = 0 } = options;
    const paymentApp = createSimPaymentApp({
      clock,
      openBatch,
      store: createMemorySimPaymentStore(disk.payments, now),
    });
    const pinVault = createMemoryPinVault(disk.pins, now);
    const merchantStore = createMemoryMerchantStore(disk.merchant, now);
    payments = paymentApp;
    const takesPayments = {
      ...paymentApp,
      eraseMerchantData: erasing("payment_application", paymentApp.eraseMerchantData),
    };
    slf = createSimSlfTerminal({ clock, terminal, payments: takesPayments });
    const { driver = "at" } = options;
    starts += 1;
    kiosk = createKiosk(
      {
        clock,
        random: createMemoryRandom(starts * 7_919),
        hash: createNodeHash(),
        log,
        serialLink: createSimTerminalOpener(driver === "slf" ? slf : terminal, "sim", usb),
        signer: createMemorySigner(key, now),
        upstream: createMemoryUpstream(answer, now),
        journalFile: createMemoryJournalFile(disk.journal, now),
        paymentApp: driver === "slf" ? "terminal" : takesPayments,
        pinVault: { ...pinVault, erase: erasing("merchant_pin", pinVault.erase) },
        merchantStore: { ...merchantStore, eraseBinding: erasing("binding_record", merchantStore.eraseBinding) },
        evidenceStore: createMemoryEvidenceStore(evidence, now),
        enrolmentCode: { read: async () => code },
      },
      {
        audience: upstream.audience,
        upstreamKeys: [upstream.publicJwk],
        app: "jiebang 0.1.0",
        language: "zh-CN",
        simulated: true,
        driver,
      },
    );
    kiosk.listen((snapshot) => shown.push(snapshot));
    await clock.runUntil(Promise.race([kiosk.start(), now.died]));
  }

  function erasing<Given extends unknown[], T>(item: string, erase: (...given: Given) => T): (...given: Given) => T {
    return (...given) => {
      witness(`erase ${item}`);
      return erase(...given);
    };
  }

  function running<T>(part: T | null): T {
    if (!part) throw new Error("no kiosk runs");
    return part;
  }

  const see = () => running(kiosk).snapshot();
  const order: Rig["order"] = (name, input) => {
    const died = mishaps.died.then((): OrderAnswer => ({ ok: false, error: { code: "host/bug" } }));
    return clock.runUntil(Promise.race([running(kiosk).order(name, input), died]));
  };

  async function wouldPay(): Promise<boolean> {
    const store = { load: async () => ok(disk.payments.text), save: async () => ok() };
    const payment = await createSimPaymentApp({ clock, store }).pay();
    return payment.ok && payment.value === "approved";
  }

  async function type(pin: string): Promise<OrderAnswer> {
    for (const digit of pin) await order("pressDigit", { digit: Number(digit) });
    return order("submitPin", {});
  }

  async function until(seen: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    for (let waited = 0; waited < 3_600; waited++) {
      const snapshot = await see();
      if (seen(snapshot) || mishaps.dead) return snapshot;
      await clock.advance(1_000);
    }
    const { unbind, binding, service } = await see();
    const facts = { state: unbind.state, failure: unbind.failure, checks: unbind.checks, binding, service };
    throw new Error(`an hour later: ${JSON.stringify(facts)}`);
  }

  const reach: Rig["reach"] = (...states) => until(({ unbind }) => states.includes(unbind.state));

  /** A step of a story that has to go well, unless the machine dies in it. */
  async function well(what: string, answer: Promise<OrderAnswer>): Promise<void> {
    const given = await answer;
    if (!given.ok && !mishaps.dead) throw new Error(`${what}: ${JSON.stringify(given.error)}`);
  }

  async function draft(): Promise<Snapshot> {
    await well("menu", order("openMenu", {}));
    await well("unbind", order("beginUnbind", { bindingKind: "terminal_to_merchant" }));
    const { session } = await see();
    if (session.phase === "open" && !session.principal) await well("PIN", type(goodPin));
    await well("reason", order("chooseReason", { code: "switch_provider", consent: true }));
    const { unbind } = await reach("ready", "blocked");
    if (unbind.state === "ready") await well("summary", order("showSummary", {}));
    return see();
  }

  async function withPin(name: "executeUnbind" | "cancelUnbind"): Promise<OrderAnswer> {
    const { session } = await see();
    const answer = await order(name, {});
    return !answer.ok || (session.phase === "open" && session.principal) ? answer : type(goodPin);
  }

  await start(options.prepare);
  return {
    ...{ clock, terminal, usb, upstream, disk, evidence, log, code, witnessed, shown },
    ...{ see, wouldPay, order, type, until, reach, draft },
    mishaps: () => mishaps,
    payments: () => running(payments),
    slf: () => running(slf),
    answersAs(pattern, odd) {
      if (odd) oddAnswers.set(pattern, odd);
      else oddAnswers.delete(pattern);
    },
    upstreamSigns: signingKey.sign,
    kiosk: () => running(kiosk),
    async setUp() {
      await type(goodPin);
      await type(goodPin);
      await until(({ binding }) => binding.state === "bound");
    },
    async confirm() {
      const { unbind } = await draft();
      if (mishaps.dead) return;
      if (!unbind.summary) throw new Error(`no summary in ${unbind.state}: ${JSON.stringify(unbind.checks)}`);
      await well("confirmation", order("confirmUnbind", { summaryHash: unbind.summary.hash }));
    },
    execute: () => withPin("executeUnbind"),
    withdraw: () => withPin("cancelUnbind"),
    async restart(prepare) {
      mishaps.die();
      await kiosk?.stop();
      await start(prepare);
    },
  };
}

function answerOf({ status, problem, body, retryAfter }: OddAnswer): UpstreamAnswer {
  const contentType = problem ? "application/problem+json" : "application/json";
  return {
    status,
    contentType,
    retryAfter: retryAfter ?? null,
    body: utf8(JSON.stringify(body ?? { type: problemTypePrefix + problem })),
  };
}
