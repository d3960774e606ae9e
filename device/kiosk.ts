/**
 * The kiosk: the only file that knows all the parts. Opens the journal, takes up what was under way, keeps the
 * terminal and the upstream in view, and hands one snapshot out.
 */

import { createEmitter } from "./base/emitter.ts";
import { err, ok, type Result } from "./base/result.ts";
import { createChecks } from "./checks.ts";
import { type ErrorCode, type ErrorView, errorView } from "./contract/errors.ts";
import type { BindingPayload } from "./contract/evidence.ts";
import type { PublicJwk } from "./contract/fields.ts";
import type {
  Host,
  JournalView,
  Language,
  OrderAnswer,
  OrderInput,
  ProfileView,
  ServiceView,
  Snapshot,
} from "./contract/host.ts";
import { createDiagnostics, type Diagnostics, type Surroundings } from "./diagnostics.ts";
import { type Journal, openJournal } from "./journal/journal.ts";
import type { JournalRecord } from "./journal/record.ts";
import { createAccess } from "./kioskAccess.ts";
import { createJournalDesk, type JournalDesk } from "./kioskJournal.ts";
import { type CarriedOrder, createOrders, type Orders } from "./kioskOrders.ts";
import { bindingsView, codeEntryView, historyView, terminalView, unbindView } from "./kioskView.ts";
import { createAtTerminal } from "./link/atTerminal.ts";
import { createProbedTerminal } from "./link/probedTerminal.ts";
import { createLinkRecorder, createTranscriptEnd } from "./link/recordedLink.ts";
import { createReopening } from "./link/reopening.ts";
import { createSlfLine } from "./link/slfLine.ts";
import { createSlfPaymentApp } from "./link/slfPaymentApp.ts";
import { createSlfTerminal } from "./link/slfTerminal.ts";
import type { Driver, Terminal } from "./link/terminal.ts";
import { type CodeDesk, createCodeDesk } from "./pin/codeDesk.ts";
import { createPinDesk, type PinDesk } from "./pin/pinDesk.ts";
import { createPinKeeper, type PinKeeper } from "./pin/pinKeeper.ts";
import { createPinResetDesk, type KnownBy, type PinResetDesk } from "./pin/pinResetDesk.ts";
import { createSession, type Session } from "./pin/session.ts";
import { foldThrottles, type Throttles } from "./pin/throttle.ts";
import type { Clock } from "./ports/clock.ts";
import type { EnrolmentCode } from "./ports/enrolmentCode.ts";
import type { EvidenceStore } from "./ports/evidenceStore.ts";
import type { Hash } from "./ports/hash.ts";
import type { JournalFile } from "./ports/journalFile.ts";
import type { Log } from "./ports/log.ts";
import type { MerchantStore } from "./ports/merchantStore.ts";
import type { OfflineAnswers } from "./ports/offlineAnswers.ts";
import type { OfflineSecret } from "./ports/offlineSecret.ts";
import type { PaymentApp } from "./ports/paymentApp.ts";
import type { PinVault } from "./ports/pinVault.ts";
import type { ProfileStore } from "./ports/profileStore.ts";
import type { Random } from "./ports/random.ts";
import type { SerialLinkOpener } from "./ports/serialLink.ts";
import type { DeviceKey, Signer } from "./ports/signer.ts";
import type { Upstream } from "./ports/upstream.ts";
import { genericProfile } from "./profiles/bundled.ts";
import { effectiveProfile } from "./profiles/effective.ts";
import { createProfileKeeper, type ProfileKeeper } from "./profiles/profileKeeper.ts";
import { profileView } from "./profiles/view.ts";
import { type BindingKeeper, createBindingKeeper, isOf } from "./provisioning/bindingKeeper.ts";
import { type BindingWatch, createBindingWatch } from "./provisioning/bindingWatch.ts";
import { type Enrolled, foldProvisioning, type Provisioned } from "./provisioning/provisioned.ts";
import { createProvisioningDesk, type ProvisioningDesk } from "./provisioning/provisioningDesk.ts";
import { createStaffOrders } from "./staffOrders.ts";
import { createBelief } from "./unbind/belief.ts";
import { createConversation } from "./unbind/conversation.ts";
import type { DurableEvent, Target } from "./unbind/events.ts";
import { createEvidenceDesk, type EvidenceDesk } from "./unbind/evidenceDesk.ts";
import { createUnbindFlow, type UnbindFlow } from "./unbind/flow.ts";
import { foldUnbind, type UnbindPast } from "./unbind/history.ts";
import { createLatestSeen } from "./unbind/latestSeen.ts";
import { createOfflineDesk, type OfflineDesk } from "./unbind/offlineDesk.ts";
import { createPapers } from "./unbind/papers.ts";
import { isUnbound, leavesTerminalBound, type Named, type UnbindState } from "./unbind/states.ts";
import { createWipe } from "./unbind/wipe.ts";
import { createUnbindOrders, type UnbindOrders } from "./unbindOrders.ts";
import { createUpstreamClient } from "./upstream/client.ts";
import { createWatch } from "./watch.ts";

export type KioskPorts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly log: Log;
  readonly serialLink: SerialLinkOpener;
  readonly signer: Signer;
  readonly upstream: Upstream;
  readonly journalFile: JournalFile;
  /** "terminal": the terminal takes the payments itself and is asked over its own line, which has to be SLF. */
  readonly paymentApp: PaymentApp | "terminal";
  readonly pinVault: PinVault;
  readonly merchantStore: MerchantStore;
  readonly evidenceStore: EvidenceStore;
  readonly profileStore: ProfileStore;
  readonly enrolmentCode: EnrolmentCode;
  readonly offlineSecret: OfflineSecret;
  readonly offlineAnswers: OfflineAnswers;
};

export type KioskSettings = {
  /** What the terminal's signed objects name as their reader. */
  readonly audience: string;
  /** The only keys whose signatures count as the upstream's. */
  readonly upstreamKeys: readonly PublicJwk[];
  /** What the terminal speaks on the serial line; found out where it is not named. */
  readonly driver?: Driver;
  /** Name and version of this program. */
  readonly app: string;
  readonly language: Language;
  readonly simulated: boolean;
  /** Whether the keys of the PIN pad change places for each entry. */
  readonly shuffledKeypad?: boolean;
  /** For the technician's diagnostics. */
  readonly surroundings?: Surroundings;
};

export type Kiosk = Host & {
  start(): Promise<void>;
  /** Something threw: the kiosk shows that it is out of service, and does nothing more. */
  fail(error: unknown): void;
  stop(): Promise<void>;
};

/** What exists once the journal is open and the key is there. */
export type KioskParts = {
  readonly journal: Journal;
  readonly profiles: ProfileKeeper;
  readonly keeper: BindingKeeper;
  readonly bindingWatch: BindingWatch;
  readonly past: UnbindPast;
  readonly flow: UnbindFlow;
  readonly offline: OfflineDesk;
  readonly pinKeeper: PinKeeper;
  readonly pinDesk: PinDesk;
  readonly codeDesk: CodeDesk;
  readonly session: Session;
  readonly evidence: EvidenceDesk;
  readonly provisioning: ProvisioningDesk;
  readonly pinReset: PinResetDesk;
  readonly diagnostics: Diagnostics;
  readonly journalDesk: JournalDesk;
  readonly unbind: UnbindOrders;
  readonly orders: Orders;
};

export function createKiosk(ports: KioskPorts, settings: KioskSettings): Kiosk {
  const { clock, log } = ports;
  const changes = createEmitter<Snapshot>();
  const client = createUpstreamClient(ports);
  const transcript = createTranscriptEnd();
  const recorder = createLinkRecorder({ clock, record: transcript.add });
  const port = createReopening({ ...ports, opener: recorder.wrap(ports.serialLink, "terminal") });
  const { terminal, paymentApp } = connect({ ...ports, serialLink: port }, settings.driver);
  const watch = createWatch({ ...ports, terminal, client, onChange: changed, afterLook, onBug: fail });

  let revision = 0;
  let language = settings.language;
  let service: ServiceView = { phase: "starting" };
  /** Known before the parts, and also where there will be none: a damaged journal is shown. */
  let journalView: () => JournalView = () => noJournal;
  let parts: KioskParts | null = null;
  let stopped = false;
  let announced = false;

  /** One snapshot for everything that changed in the same turn. */
  function changed(): void {
    if (announced || stopped) return;
    announced = true;
    void Promise.resolve().then(() => {
      announced = false;
      if (stopped) return;
      revision += 1;
      changes.emit(snapshot());
    });
  }

  port.onChange((change) => {
    // Nothing that was begun with one terminal goes on with another.
    if (change === "replaced") parts?.session.close();
    else if (!stopped && service.phase !== "outOfService") void watch.readTerminal().catch(fail);
  });

  function leaveService(failure: ErrorView): void {
    if (service.phase === "outOfService") return;
    log.note(failure.code, { ...failure.facts, outOfService: true });
    service = { phase: "outOfService", failure };
    void watch.stop().then(port.stop);
    parts?.flow.stop();
    parts?.session.close();
    changed();
  }

  function fail(error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    leaveService({ code: "host/bug", facts: { name } });
  }

  async function afterLook(): Promise<void> {
    const { identity } = watch.terminal();
    if (identity) await parts?.bindingWatch.look(identity);
    await parts?.provisioning.look();
  }

  async function findBindings(): Promise<void> {
    const { identity } = watch.terminal();
    if (identity) await parts?.bindingWatch.find(identity);
  }

  async function build(): Promise<Result<KioskParts, { readonly code: ErrorCode }>> {
    const opened = await openJournal({ file: ports.journalFile, hash: ports.hash, clock });
    if (!opened.ok) return opened;
    const { journal, records } = opened.value;
    journalView = journal.view;
    const damagedAt = journal.view().damagedAt;
    if (damagedAt !== null) return err({ code: "journal/damaged", seq: damagedAt });
    const past = foldPast(records);
    if (!past) return err({ code: "journal/damaged", seq: records.length });
    const key = await ports.signer.key();
    if (!key.ok) return key;
    const composed = compose(journal, past, key.value);
    await composed.profiles.start();
    return ok(composed);
  }

  function compose(journal: Journal, past: Past, deviceKey: DeviceKey): KioskParts {
    const { audience, app, upstreamKeys } = settings;
    const { history } = past.unbind;
    const onStorageFault = (failure: { readonly code: ErrorCode }) => leaveService(errorView(failure));
    const onChange = changed;
    const common = { ...ports, paymentApp, journal, deviceKey, audience, app, onChange, onStorageFault, client };
    const latestSeenMs = createLatestSeen(clock, past.lastRecordAt);
    const state = () => flow.view().state;
    const dispatch = async (event: DurableEvent): Promise<OrderAnswer> => {
      const done = await flow.dispatch([event]);
      return done.ok ? done : err(errorView(done.error));
    };

    /** A code may be wanted no more. */
    const lookAtCode = () => {
      codeDesk.look();
      changed();
    };

    const belief = createBelief(upstreamKeys, ports.hash);
    const papers = createPapers(common);
    const profiles = createProfileKeeper({
      ...{ store: ports.profileStore, pinnedKeys: upstreamKeys, log },
      isBoundTo: (providerId, bindingKind) => keeper.kept().some(isOf({ providerId, bindingKind })),
    });
    const profileOf = (target: Target) => {
      const known = profiles.of(target.providerId, target.bindingKind);
      return known && { profile: known.profile, rules: effectiveProfile(known.profile) };
    };
    const keeper = createBindingKeeper({
      ...{ ...common, papers, belief, store: ports.merchantStore, provisioned: past.provisioned },
      mayKeep: (binding) => binding.state === "bound" && !hasEnded(state(), binding),
    });
    const conversation = createConversation({ ...common, papers, belief });
    const wipe = createWipe({
      ...{ ...common, bindings: keeper },
      forgetPin: async () => {
        const erased = await ports.pinVault.erase("merchant");
        await pinKeeper.look();
        return erased;
      },
    });
    const checks = createChecks({
      ...{ ...common, watch, keeper, papers, findBindings, latestSeenMs },
      rulesOf: (target) => profileOf(target)?.rules ?? policyAlone,
    });
    const offline = createOfflineDesk({
      ...{ ...common, belief, latestSeenMs, dispatch, secret: ports.offlineSecret, carrier: ports.offlineAnswers },
      state: () => waitingChallenge(state()),
    });
    const flow = createUnbindFlow(
      {
        ...{ ...common, conversation, papers, wipe, history, runChecks: checks.run, onBug: fail },
        issueChallenge: offline.issue,
        stillValid: offline.stillValid,
        paymentsHeld: () => bindingWatch.paymentsHeld(),
        onChange: lookAtCode,
      },
      past.unbind.state,
    );
    const bindingWatch = createBindingWatch({ ...common, keeper, profiles, papers, belief, flow, history });
    const pinKeeper = createPinKeeper({ ...common, vault: ports.pinVault, throttles: past.throttles });
    const shuffled = () => settings.shuffledKeypad ?? false;
    const pinDesk = createPinDesk({ ...common, keeper: pinKeeper, identifiers, shuffled });
    const codeDesk = createCodeDesk(changed);
    const session = createSession(clock, changed, () => {
      pinDesk.close();
      codeDesk.close();
      access.forget();
      diagnostics.forget();
      journalDesk.forget();
      void flow.dispatch([{ type: "left" }]).catch(fail);
    });
    const access = createAccess({ session, pinDesk });
    const evidence = createEvidenceDesk({
      ...{ ...common, history, upstreamKeys, store: ports.evidenceStore },
      bindingOf: (request) =>
        keeper.kept().find((kept) => isOf(request)(kept) && kept.payload.epoch === request.epoch)?.jws ?? null,
    });
    const provisioning = createProvisioningDesk({
      ...{ ...common, keeper, flow, pinKeeper, pinDesk, findBindings, identity: () => watch.terminal().identity },
    });
    const pinReset = createPinResetDesk({
      ...{ ...common, belief, latestSeenMs, secret: ports.offlineSecret, carrier: ports.offlineAnswers },
      ...{ pinKeeper, pinDesk, session, knownBy: () => knownBy(keeper.enrolled()), onChange: lookAtCode },
    });
    const diagnostics = createDiagnostics({
      ...{ ...common, terminal, watch, transcript: transcript.entries },
      surroundings: settings.surroundings ?? {},
    });
    const journalDesk = createJournalDesk({ ...common, store: ports.evidenceStore });
    const unbind = createUnbindOrders({
      ...{ clock, access, session, codeDesk, flow, history, keeper, papers, offline, checks, profileOf },
    });
    const orders = createOrders({
      ...{ ...common, access, session, pinDesk, codeDesk, history, evidence, unbind: unbind.carriers },
      staff: createStaffOrders({
        ...{ access, session, codeDesk, pinKeeper, pinDesk, pinReset, provisioning, diagnostics, journalDesk },
      }),
      ...{ readTerminal: watch.readTerminal, isUnbound: provisioning.isUnbound },
    });
    return {
      ...{ journal, profiles, keeper, bindingWatch, past: past.unbind, flow, offline },
      ...{ pinKeeper, pinDesk, codeDesk, session, evidence, unbind, orders },
      ...{ provisioning, pinReset, diagnostics, journalDesk },
    };
  }

  /** On every screen, also where no other order is taken: whoever stands before it must be able to read it. */
  function speak(chosen: OrderInput<"setLanguage">): OrderAnswer {
    language = chosen.language;
    changed();
    return ok();
  }

  function identifiers(): readonly string[] {
    const { sn, imei } = watch.terminal().identity ?? {};
    return [sn, imei].flatMap((reading) => (reading?.status === "read" ? [reading.value] : []));
  }

  function profileViewOf({ providerId, bindingKind }: Target): ProfileView | null {
    const known = parts?.profiles.of(providerId, bindingKind);
    return known ? profileView(known.profile, known.contacts, known.signed) : null;
  }

  function snapshot(): Snapshot {
    const flow = parts?.flow.view() ?? idleFlow;
    const bound = {
      kept: parts?.keeper.kept() ?? [],
      enrolled: parts?.keeper.enrolled() ?? null,
      failure: parts?.keeper.failure() ?? null,
      ended: parts?.past.history.ended() ?? [],
    };
    const around = {
      profileOf: profileViewOf,
      waivable: parts?.unbind.waivable() ?? [],
      challengePlace: parts?.offline.place() ?? null,
      evidencePlace: parts?.evidence.place() ?? null,
    };
    return {
      revision,
      language,
      app: settings.app,
      simulated: settings.simulated,
      at: clock.now(),
      service,
      terminal: terminalView(watch.terminal()),
      upstream: watch.upstream(),
      bindings: bindingsView(flow.state, bound, profileViewOf),
      pin: parts?.pinDesk.view() ?? noPin,
      codeEntry: parts ? codeEntryView(parts.codeDesk, flow, parts.pinReset.view()) : null,
      session: parts?.session.view() ?? { phase: "closed" },
      unbind: unbindView(flow, around),
      history: historyView(parts?.past.history.entries() ?? []),
      evidenceQr: parts?.evidence.shown() ?? null,
      journal: journalView(),
      provisioning: parts?.provisioning.view() ?? notProvisioned,
      pinReset: parts?.pinReset.view() ?? null,
      diagnostics: parts?.diagnostics.view() ?? null,
      journalPage: parts?.journalDesk.view() ?? null,
    };
  }

  return {
    async order(name, input) {
      if (name === "setLanguage") return speak(input as OrderInput<"setLanguage">);
      if (!parts || service.phase !== "working") return err({ code: "host/not-now" });
      return parts.orders.carryOut(name as CarriedOrder, input as OrderInput<CarriedOrder>);
    },
    snapshot: async () => snapshot(),
    listen: changes.listen,
    fail,
    async start() {
      const firstRead = watch.readTerminal();
      const built = await build();
      if (!built.ok) {
        leaveService(errorView(built.error));
        return;
      }
      parts = built.value;
      log.note("kiosk/started", { records: parts.journal.view().records, journal: parts.journal.view().status });
      await parts.flow.start();
      await firstRead;
      await parts.pinKeeper.look();
      if (parts.provisioning.view().phase === "provisioned") parts.pinDesk.askFirst("merchant");
      if (service.phase === "starting") service = { phase: "working" };
      changed();
      watch.start();
    },
    async stop() {
      stopped = true;
      parts?.flow.stop();
      parts?.pinDesk.close();
      await watch.stop();
      await port.stop();
    },
  };
}

/**
 * What the terminal speaks, and who answers for the payments. Without a named driver it is found out. A payment application
 * behind a line that cannot ask it is a bug.
 */
function connect(ports: KioskPorts, driver: Driver | undefined): { terminal: Terminal; paymentApp: PaymentApp } {
  const { serialLink: opener, clock } = ports;
  const line = createSlfLine({ opener, clock });
  const at = createAtTerminal({ opener, clock });
  const slf = createSlfTerminal(line);
  if (ports.paymentApp === "terminal") {
    if (driver !== "slf") throw new Error("only SLF has commands for payments");
    return { terminal: slf, paymentApp: createSlfPaymentApp(line) };
  }
  const named = { at, slf };
  return { terminal: driver ? named[driver] : createProbedTerminal([at, slf]), paymentApp: ports.paymentApp };
}

type Past = {
  readonly unbind: UnbindPast;
  readonly throttles: Throttles;
  readonly provisioned: Provisioned;
  /** Unix milliseconds, by the clock of the time; 0 where there is no record. */
  readonly lastRecordAt: number;
};

/** What the journal's records lead to; null when they do not follow from one another. */
function foldPast(records: readonly JournalRecord[]): Past | null {
  const unbind = foldUnbind(records);
  const throttles = foldThrottles(records);
  const provisioned = foldProvisioning(records);
  const lastRecordAt = records[records.length - 1]?.at ?? 0;
  return unbind && throttles && provisioned ? { unbind, throttles, provisioned, lastRecordAt } : null;
}

/** What the upstream can know a challenge of this terminal by; its own binding rather than a card's. */
function knownBy(enrolled: Enrolled | null): KnownBy | null {
  const [first] = enrolled?.bindings ?? [];
  const own = enrolled?.bindings.find((binding) => !leavesTerminalBound(binding)) ?? first;
  return enrolled && own ? { sn: enrolled.sn, bindingKind: own.bindingKind, epoch: own.epoch } : null;
}

/** The binding, or the one that it hung on, is past its commit point. */
function hasEnded(state: UnbindState, binding: BindingPayload): boolean {
  if (!isUnbound(state) || binding.epoch > state.request.epoch) return false;
  return !leavesTerminalBound(state.request) || isOf(state.request)({ payload: binding });
}

function waitingChallenge(state: UnbindState): Named<"offlineChallenge"> | null {
  return state.name === "offlineChallenge" ? state : null;
}

/** What is checked where an order names a provider that nobody knows. */
const policyAlone = effectiveProfile(genericProfile);

const idleFlow = { state: { name: "bound" }, failure: null, asking: false, nextAskAt: null, demand: null } as const;
const noStanding = { set: false, triesLeft: 0, waitUntil: null } as const;
const noPin = {
  standings: { merchant: noStanding, technician: noStanding, factory: noStanding },
  rolesOffered: null,
  entry: null,
} as const;
const notProvisioned = { phase: "unprovisioned", working: false, failure: null, key: null } as const;
const noJournal = { status: "intact", records: 0, cutBytes: 0, damagedAt: null } as const;
