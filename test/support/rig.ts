/**
 * The real core with a simulated terminal, the reference upstream in-process, memory for a disk and a clock that stands
 * still. The world outlives the process: `rig.restart()` is a new kiosk on the same disk, terminal and upstream.
 */

import { createAbsentPaymentApp } from "../../device/adapters/common/absentPaymentApp.ts";
import { deviceKeyOf } from "../../device/adapters/node/deviceKey.ts";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { createSimPaymentApp, type SimPaymentApp } from "../../device/adapters/sim/simPaymentApp.ts";
import { utf8 } from "../../device/base/bytes.ts";
import { err, ok } from "../../device/base/result.ts";
import type { Target } from "../../device/bindings/binding.ts";
import type { PinRole } from "../../device/contract/codes.ts";
import type { KeyStorage } from "../../device/contract/fields.ts";
import { type JwsType, jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { OrderAnswer, OrderInput, OrderName } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { problemTypePrefix } from "../../device/contract/upstream.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import { createKiosk, type Kiosk } from "../../device/kiosk/createKiosk.ts";
import type { KioskPorts, KioskSettings } from "../../device/kiosk/ports.ts";
import type { JournalFile } from "../../device/ports/journalFile.ts";

import type { PlatformTerminal } from "../../device/ports/platformTerminal.ts";

import type { Printer } from "../../device/ports/printer.ts";

import type { Upstream, UpstreamAnswer, UpstreamExchange } from "../../device/ports/upstream.ts";
import { paperWordsOf } from "../../device/text/paperWords.ts";
import { createInProcessUpstream, type InProcessUpstream } from "../upstream/inProcess.ts";
import type { NewBinding } from "../upstream/operator.ts";
import { createSigningKey, type SigningKey } from "../upstream/signingKey.ts";
import { createMemoryStore } from "../upstream/store.ts";
import { createManualClock, type ManualClock } from "./manualClock.ts";
import { createMemoryEvidenceStore } from "./memoryEvidenceStore.ts";
import { createMemoryJournalFile, createMemoryJournalStore, type MemoryJournalStore } from "./memoryJournalFile.ts";
import { createMemoryLog, type MemoryLog } from "./memoryLog.ts";
import { createMemoryMerchantStore, type MemoryMerchantData } from "./memoryMerchantStore.ts";
import { createMemoryOfflineSecret, type MemoryOfflineSecretStore } from "./memoryOfflineSecret.ts";
import { createMemoryPinVault, type MemoryPins } from "./memoryPinVault.ts";
import { createMemoryProfileStore, type MemoryProfiles } from "./memoryProfileStore.ts";
import { createMemoryRandom } from "./memoryRandom.ts";
import { createMemoryRemovableMedia, type MemoryStick } from "./memoryRemovableMedia.ts";
import { createMemorySigner, type MemorySignerStore } from "./memorySigner.ts";
import { createMemorySimPaymentStore, type MemorySimPaymentText } from "./memorySimPaymentStore.ts";
import { createMemoryStateCounter, type MemoryCounterStore } from "./memoryStateCounter.ts";
import { createMemoryStateFormat, type MemoryFormatStore } from "./memoryStateFormat.ts";
import { createMemoryUpstream } from "./memoryUpstream.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";
import { digitsOf } from "./pin.ts";
import type { SavedWorld } from "./savedWorld.ts";
import { createSimSlfTerminal, type SimSlfTerminal } from "./sim/simSlfTerminal.ts";
import { createSimTerminal, type SimTerminal } from "./sim/simTerminal.ts";
import type { SimIdentity } from "./sim/simTerminalAnswers.ts";
import { createSimTerminalOpener } from "./sim/simTerminalLink.ts";

export const goodPin = "274951";
export const technicianPin = "863074";
export const factoryPin = "538206";
const pins: Record<PinRole, string> = { merchant: goodPin, technician: technicianPin, factory: factoryPin };

/** What is unbound where a story does not say. */
export const genericTarget: Target = { providerId: "generic-pos", bindingKind: "terminal_to_merchant" };
export const simIdentity = { sn: "PX7A20260042", imei: "490154203237518" } as const;

/** What lies on the terminal when the power is off. */
export type RigDisk = {
  readonly journal: MemoryJournalStore;
  readonly merchant: MemoryMerchantData;
  readonly profiles: MemoryProfiles;
  readonly offlineSecret: MemoryOfflineSecretStore;
  readonly pins: MemoryPins;
  readonly payments: MemorySimPaymentText;
  readonly key: MemorySignerStore;
  readonly format: MemoryFormatStore;
};

/** What was on the disk at the moment at which something left the core or was erased. */
export type Witnessed = {
  /** "POST /v1/unbind-requests", "erase binding_record", "keep 2 bindings". */
  readonly what: string;
  readonly body: string;
  readonly journal: string;
  readonly paymentsPaused: boolean;
  /** Money that is on the terminal only: an open batch or stored transactions. */
  readonly owing: boolean;
};

export type Rig = {
  readonly clock: ManualClock;
  readonly terminal: SimTerminal;
  /** The USB device between kiosk and terminal, as the next open finds it. */
  readonly usb: { serialNumber: string };
  readonly upstream: InProcessUpstream;
  readonly disk: RigDisk;
  readonly evidence: Map<string, string>;
  /** The memory stick; `files` is null while none is plugged in. */
  readonly stick: MemoryStick;
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
  /** Somebody between terminal and upstream, who hands on what they like; null while the line is honest. */
  readonly line: { meddler: Meddler | null };
  /** Anything at all, signed with the upstream's pinned key, from it and for this terminal unless told otherwise. */
  readonly upstreamSigns: SigningKey["sign"];
  /** Gives an order and lets everything it causes at once settle. */
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  type(digits: string): Promise<OrderAnswer>;
  /** Says who it is where that is asked, and types the PIN. */
  letIn(role?: PinRole): Promise<OrderAnswer>;
  /** Lets time pass until this is seen, at most an hour. Ends at once when the machine dies. */
  until(seen: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** Lets time pass until the unbind is in one of these states. */
  reach(...states: readonly UnbindStateName[]): Promise<Snapshot>;
  /** First start: the terminal read, enrolled and bound, the first PIN set. */
  setUp(): Promise<void>;
  /** From home to the summary of a new request. */
  draft(wishes?: Wishes): Promise<Snapshot>;
  /** From home to a confirmed request. */
  confirm(wishes?: Wishes): Promise<void>;
  execute(role?: PinRole): Promise<OrderAnswer>;
  withdraw(role?: PinRole): Promise<OrderAnswer>;
  /** An order that asks for a PIN, and the PIN. */
  as(role: PinRole, name: WithoutInput): Promise<OrderAnswer>;
  /** The same for an order that takes something. */
  give<Name extends OrderName>(role: PinRole, name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  /** The process is gone at once; a new one starts on what is left. */
  restart(prepare?: (mishaps: Mishaps) => void): Promise<void>;
};

/** What an operator wants of a draft; the profile's first reason and everything ticked, unless told otherwise. */
export type Wishes = Partial<Omit<OrderInput<"chooseReason">, "consent">> & {
  readonly target?: Target;
  readonly role?: PinRole;
};

/** Orders that take nothing. */
export type WithoutInput = {
  [Name in OrderName]: Record<string, never> extends OrderInput<Name> ? Name : never;
}[OrderName];

/** The binding that this is about, as the screen tells it; null while it tells none. */
export function bindingIn({ bindings }: Snapshot, target: Target = genericTarget): BindingView | null {
  if (bindings.state === "unknown") return null;
  const of = (binding: BindingView) =>
    binding.providerId === target.providerId && binding.bindingKind === target.bindingKind;
  return bindings.list.find(of) ?? null;
}

export function isBound(snapshot: Snapshot, target?: Target): boolean {
  return bindingIn(snapshot, target)?.state === "bound";
}

/** What an upstream may say that the reference one does not. `problem` is a problem kind. */
export type OddAnswer = {
  readonly status: number;
  readonly problem?: string;
  readonly body?: object;
  readonly retryAfter?: string;
  /** How long the answer is on its way. */
  readonly afterMs?: number;
};

export type Meddler = (exchange: UpstreamExchange, upstream: Upstream["exchange"]) => ReturnType<Upstream["exchange"]>;

export type PlatformPorts = Pick<
  KioskPorts,
  "journalFile" | "signer" | "pinVault" | "merchantStore" | "profileStore" | "evidenceStore" | "offlineSecret"
>;

/** What stands in the place of the rig's own disk and key. */
export type Platform = {
  /** Made anew at every start. Whatever it says is awaited by its own means. */
  start(mishaps: Mishaps): Promise<PlatformPorts>;
  /** As it lies there. */
  readonly journal: Pick<MemoryJournalStore, "bytes" | "mark">;
};

export type RigOptions = {
  readonly reviewMs?: number | "manual";
  readonly grantMs?: number;
  readonly prepare?: (mishaps: Mishaps) => void;
  readonly openBatch?: number;
  /** One binding of the generic provider, unless told otherwise. */
  readonly bindings?: readonly NewBinding[];
  /** "file", where nothing is told: the code of the enrolment lies where the configuration says. */
  readonly codeIs?: "file" | "typed";
  /** What else the terminal says of itself than a simulated one would. */
  readonly identity?: Partial<SimIdentity>;
  /** None unless one is given. */
  readonly printer?: Printer;
  readonly settings?: Pick<KioskSettings, "shuffledKeypad" | "surroundings">;
  /** A technician has a PIN on this terminal already. */
  readonly technician?: boolean;
  /** The factory's PIN is on it yet. */
  readonly factory?: boolean;
  /** "slf": the terminal is read over SLF, and takes the payments itself. */
  readonly driver?: "at" | "slf";
  /** "none": nothing on this terminal takes payments that could be asked. */
  readonly paymentApp?: "none";
  /** Counts the state; without it nothing does. */
  readonly counter?: MemoryCounterStore;
  /** Where the journal lies instead of on the rig's own disk. */
  readonly journalFile?: JournalFile;
  /** The program runs on the terminal itself: its platform says who it is, and there is no line. */
  readonly platformTerminal?: PlatformTerminal;
  readonly platform?: Platform;
  /** Goes on with a terminal and an upstream that were saved, at the moment of the saving. */
  readonly from?: SavedWorld;
  /** What the upstream says of the terminal's key in its bindings. */
  readonly keyProven?: KeyStorage;
  /** How the upstream writes instants; as they are written here unless told. */
  readonly writesInstant?: (instant: string) => string;
  /** As `answersAs`, from the first start on. */
  readonly answers?: readonly [pattern: string, answer: OddAnswer];
};

export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const { from } = options;
  const clock = createManualClock(from?.nowMs);
  const terminal = createSimTerminal({ clock, identity: { ...options.identity, ...simIdentity } });
  const usb = { serialNumber: "USB-0001" };
  const { reviewMs = 5_000, grantMs } = options;
  const signingKey = await createSigningKey(from?.upstream.privateJwk);
  const upstream = await createInProcessUpstream({
    clock,
    reviewMs,
    key: options.writesInstant ? rewriting(signingKey, options.writesInstant) : saying(signingKey, options.keyProven),
    store: createMemoryStore(from?.upstream.changes),
    ...(grantMs && { grantMs }),
  });
  if (!from) {
    const { bindings } = options;
    await upstream.operator.registerTerminal({ ...simIdentity, ...(bindings && { bindings: [...bindings] }) });
  }
  const { code } = await upstream.operator.issueCode({ sn: simIdentity.sn });
  const disk: RigDisk = from?.disk ?? {
    journal: options.platform?.journal ?? createMemoryJournalStore(),
    merchant: { bindings: [] },
    profiles: { profiles: [] },
    offlineSecret: { bytes: null },
    pins: new Map(),
    payments: { text: null },
    key: { privateKey: null },
    format: { written: null },
  };
  /** On it before the first start. */
  const firstPins = [
    ...(options.technician ? [{ role: "technician", id: "01980000-0000-7000-8000-00000000abcd" } as const] : []),
    ...(options.factory ? [{ role: "factory", id: "01980000-0000-7000-8000-00000000fac0" } as const] : []),
  ];
  for (const { role, id } of firstPins) {
    disk.pins.set(role, { pin: pins[role], holder: { principalId: id, setBy: role } });
  }
  const stick: MemoryStick = { files: null };
  const evidence = new Map<string, string>();
  const log = createMemoryLog();
  const witnessed: Witnessed[] = [];
  const shown: Snapshot[] = [];
  const line: Rig["line"] = { meddler: null };
  const oddAnswers = new Map<string, OddAnswer>(options.answers ? [options.answers] : []);
  // Nothing that was drawn before the saving is drawn again.
  let starts = from ? 100 : 0;
  let mishaps = createMishaps();
  let payments: SimPaymentApp | null = null;
  const refusedBySlf = new Map<string, string>();
  let slf: SimSlfTerminal | null = null;
  let kiosk: Kiosk | null = null;

  function witness(what: string, body = ""): void {
    const journal = new TextDecoder().decode(disk.journal.bytes);
    const { allowed, openBatch = 0, storedOffline = 0 } = JSON.parse(disk.payments.text ?? "{}");
    witnessed.push({ what, body, journal, paymentsPaused: allowed === "none", owing: openBatch + storedOffline > 0 });
  }

  async function answer(exchange: UpstreamExchange): ReturnType<Upstream["exchange"]> {
    witness(`${exchange.method} ${exchange.path}`, `${exchange.body ?? ""}\n${JSON.stringify(exchange.headers)}`);
    const to = `${exchange.method} ${exchange.path}`;
    const odd = [...oddAnswers].find(([pattern]) => new RegExp(`^${pattern}`).test(to))?.[1];
    if (!odd) return (line.meddler ?? honest)(exchange, upstream.port.exchange);
    const { afterMs } = odd;
    if (afterMs) await new Promise<void>((arrive) => clock.after(afterMs, arrive));
    return ok(answerOf(odd));
  }

  async function start(prepare: (mishaps: Mishaps) => void = () => {}): Promise<void> {
    mishaps = createMishaps();
    prepare(mishaps);
    const now = mishaps;
    const platform = await options.platform?.start(now);
    if (platform && starts === 0) {
      for (const { role, id } of firstPins) {
        await platform.pinVault.set(role, digitsOf(pins[role]), { principalId: id, setBy: role });
      }
    }
    const { openBatch = 0 } = options;
    const paymentApp = createSimPaymentApp({
      clock,
      openBatch,
      store: createMemorySimPaymentStore(disk.payments, now),
    });
    const pinVault = platform?.pinVault ?? createMemoryPinVault(disk.pins, now);
    const merchantStore = platform?.merchantStore ?? createMemoryMerchantStore(disk.merchant, now);
    payments = paymentApp;
    const takesPayments = {
      ...paymentApp,
      eraseMerchantData: erasing("payment_application", paymentApp.eraseMerchantData),
    };
    slf = createSimSlfTerminal({ clock, terminal, payments: takesPayments, refused: refusedBySlf });
    const { driver = "at" } = options;
    const ofDriver = { at: takesPayments, slf: "terminal" } as const;
    starts += 1;
    kiosk = createKiosk(
      {
        clock,
        random: createMemoryRandom(starts * 7_919),
        hash: createNodeHash(),
        log,
        ...(options.platformTerminal
          ? { platformTerminal: options.platformTerminal }
          : { serialLink: createSimTerminalOpener(driver === "slf" ? slf : terminal, "sim", usb) }),
        signer: platform?.signer ?? createMemorySigner(disk.key, now),
        upstream: createMemoryUpstream(answer, now),
        stateFormat: createMemoryStateFormat(disk.format, now),
        ...(options.counter && { stateCounter: createMemoryStateCounter(options.counter) }),
        journalFile: platform?.journalFile ?? options.journalFile ?? createMemoryJournalFile(disk.journal, now),
        paymentApp: options.paymentApp === "none" ? createAbsentPaymentApp() : ofDriver[driver],
        pinVault: { ...pinVault, erase: erasing("merchant_pin", pinVault.erase) },
        merchantStore: {
          ...merchantStore,
          writeBindings(jwsList) {
            witness(`keep ${jwsList.length} bindings`);
            return merchantStore.writeBindings(jwsList);
          },
          eraseBindings: erasing("binding_record", merchantStore.eraseBindings),
        },
        evidenceStore: platform?.evidenceStore ?? createMemoryEvidenceStore(evidence, now),
        profileStore: platform?.profileStore ?? createMemoryProfileStore(disk.profiles, now),
        enrolmentCode: {
          read: async () => (options.codeIs === "typed" ? err({ code: "provisioning/no-code" }) : ok(code)),
        },
        offlineSecret: platform?.offlineSecret ?? createMemoryOfflineSecret(disk.offlineSecret, now),
        removableMedia: createMemoryRemovableMedia(stick, now),
        ...(options.printer && { printing: { printer: options.printer, wordsOf: paperWordsOf } }),
      },
      {
        audience: upstream.audience,
        upstreamKeys: [upstream.publicJwk],
        agreementKey: upstream.agreementJwk,
        app: "jiebang 0.1.0",
        language: "zh-CN",
        simulated: true,
        driver,
        ...options.settings,
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

  async function type(digits: string): Promise<OrderAnswer> {
    for (const digit of digits) await order("pressDigit", { digit: Number(digit) });
    return order("submitEntry", {});
  }

  async function letIn(role: PinRole = "merchant"): Promise<OrderAnswer> {
    const { pin } = await see();
    if (pin.rolesOffered) await well("role", order("chooseRole", { role }));
    return type(pins[role]);
  }

  async function isLetIn(): Promise<boolean> {
    const { session } = await see();
    return session.phase === "open" && session.principal !== null;
  }

  async function until(seen: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    for (let waited = 0; waited < 3_600; waited++) {
      const snapshot = await see();
      if (seen(snapshot) || mishaps.dead) return snapshot;
      await clock.advance(1_000);
    }
    const { unbind, bindings, service } = await see();
    const facts = { state: unbind.state, failure: unbind.failure, checks: unbind.checks, bindings, service };
    throw new Error(`an hour later: ${JSON.stringify(facts)}`);
  }

  const reach: Rig["reach"] = (...states) => until(({ unbind }) => states.includes(unbind.state));

  /** A step of a story that has to go well, unless the machine dies in it. */
  async function well(what: string, answer: Promise<OrderAnswer>): Promise<void> {
    const given = await answer;
    if (!given.ok && !mishaps.dead) throw new Error(`${what}: ${JSON.stringify(given.error)}`);
  }

  async function draft(wishes: Wishes = {}): Promise<Snapshot> {
    const { target = genericTarget, role, ...chosen } = wishes;
    await well("menu", order("openMenu", {}));
    await well("unbind", order("beginUnbind", target));
    if (!(await isLetIn())) await well("PIN", letIn(role));
    const { profile, policy } = (await see()).unbind;
    const [first] = profile?.reasons ?? [];
    const choice: OrderInput<"chooseReason"> = {
      code: first?.code ?? "other",
      intent: "unbind_only",
      way: "online",
      consent: true,
      ...(policy && { policy: policy.hash }),
      statements: profile?.statements.map(({ code: statement }) => statement) ?? [],
      ...chosen,
    };
    await well("reason", order("chooseReason", choice));
    const { unbind } = await reach("ready", "blocked");
    if (unbind.state === "ready") await well("summary", order("showSummary", {}));
    return see();
  }

  const give: Rig["give"] = async (role, name, input) => {
    const inBefore = await isLetIn();
    const answer = await order(name, input);
    return !answer.ok || inBefore ? answer : letIn(role);
  };

  await start(options.prepare);
  return {
    clock,
    terminal,
    usb,
    upstream,
    disk,
    evidence,
    stick,
    log,
    code,
    witnessed,
    shown,
    see,
    wouldPay,
    order,
    type,
    letIn,
    until,
    reach,
    draft,
    give,
    as: (role, name) => give(role, name, {} as never),
    mishaps: () => mishaps,
    payments: () => running(payments),
    slf: () => running(slf),
    line,
    answersAs(pattern, odd) {
      if (odd) oddAnswers.set(pattern, odd);
      else oddAnswers.delete(pattern);
    },
    upstreamSigns(typ, payload) {
      if (!disk.key.privateKey) throw new Error("the terminal has no key yet that this could be for");
      const aud = deviceKeyOf(disk.key.privateKey).kid;
      return signingKey.sign(typ, { iss: upstream.audience, aud, ...payload });
    },
    kiosk: () => running(kiosk),
    async setUp() {
      await until(({ bindings, offered }) => bindings.state === "known" && offered.askPinReset !== undefined);
      await order("askPinReset", { role: "merchant" });
      const challenge = (await see()).pinReset?.groups.join("-");
      if (!challenge || mishaps.dead) return;
      const { code: unlock } = await upstream.operator.unlockPin({ challenge, role: "merchant" });
      await order("enterPinReset", {});
      for (const digits of [unlock, goodPin, goodPin]) await type(digits);
      await order("leaveMenu", {});
    },
    async confirm(wishes) {
      const { unbind } = await draft(wishes);
      if (mishaps.dead) return;
      if (!unbind.summary) throw new Error(`no summary in ${unbind.state}: ${JSON.stringify(unbind.checks)}`);
      await well("confirmation", order("confirmUnbind", { summaryHash: unbind.summary.hash }));
    },
    execute: (role = "merchant") => give(role, "executeUnbind", {}),
    withdraw: (role = "merchant") => give(role, "cancelUnbind", {}),
    async restart(prepare) {
      mishaps.die();
      // What was under way in it stays so for ever: it is only kept from touching clock and line any more.
      void kiosk?.stop();
      await clock.advance(0);
      await start(prepare);
    },
  };
}

/** The same key in the hands of somebody to whom it was proven how the terminal keeps its first one. */
function saying(key: SigningKey, keyProven: KeyStorage | undefined): SigningKey {
  if (keyProven === undefined) return key;
  let first: unknown;
  const told = (typ: JwsType, payload: { readonly aud?: unknown }) => {
    if (typ !== jwsType.binding) return payload;
    first ??= payload.aud;
    return payload.aud === first ? { ...payload, keyProven } : payload;
  };
  return { ...key, sign: (typ, payload) => key.sign(typ, told(typ, payload)) };
}

/** The same key in the hands of somebody who writes instants otherwise. */
function rewriting(key: SigningKey, write: (instant: string) => string): SigningKey {
  return { ...key, sign: (typ, payload) => key.sign(typ, JSON.parse(withInstants(JSON.stringify(payload), write))) };
}

/** A JSON text with its instants written otherwise. */
export function withInstants(json: string, write: (instant: string) => string): string {
  return json.replace(/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/g, (_, instant) => JSON.stringify(write(instant)));
}

const honest: Meddler = (exchange, upstream) => upstream(exchange);

function answerOf({ status, problem, body, retryAfter }: OddAnswer): UpstreamAnswer {
  const contentType = problem ? "application/problem+json" : "application/json";
  return {
    status,
    contentType,
    retryAfter: retryAfter ?? null,
    body: utf8(JSON.stringify(body ?? { type: problemTypePrefix + problem })),
  };
}
