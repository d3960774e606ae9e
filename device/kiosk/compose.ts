/** Puts the parts of a kiosk together, once the journal is open and the key is there. No logic: who is given whom. */

import { err } from "../base/result.ts";
import { endsWith, isSame, isSameEpoch, ownOf, type Target } from "../bindings/binding.ts";
import { type Bindings, createBindings } from "../bindings/bindings.ts";
import type { Enrolled } from "../bindings/enrolment.ts";
import type { Language } from "../contract/codes.ts";
import { errorView } from "../contract/errors.ts";
import type { BindingPayload } from "../contract/messages/binding.ts";
import type { OrderAnswer } from "../contract/orders.ts";
import type { Journal } from "../journal/journal.ts";
import type { Terminal } from "../link/terminal.ts";
import { createAccess } from "../people/access.ts";
import { createPinAuthenticator, type PinAuthenticator } from "../people/authenticator.ts";
import { type CodeEntry, createCodeEntry } from "../people/codeEntry.ts";
import { createDigitEntry, type DigitEntry } from "../people/digitEntry.ts";
import { createPinEntry, type PinEntry } from "../people/pinEntry.ts";
import { type ChallengeIdentity, createPinReset, type PinReset } from "../people/reset.ts";
import { createSession, type Session } from "../people/session.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { DeviceKey } from "../ports/signer.ts";
import { genericProfile } from "../profiles/bundled.ts";
import { effectiveProfile } from "../profiles/effective.ts";
import { createProfiles, type Profiles } from "../profiles/profiles.ts";
import type { TranscriptEntry } from "../serial/transcript.ts";
import { createMessageSigner } from "../trust/messageSigner.ts";
import { createUpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { DurableEvent } from "../unbind/events.ts";
import { createUnbindEvidence, type UnbindEvidence } from "../unbind/evidence.ts";
import { createUnbindFlow, type UnbindFlow } from "../unbind/flow.ts";
import type { ReplayedUnbind } from "../unbind/history.ts";
import { createOfflineUnbind, type OfflineUnbind } from "../unbind/offline.ts";
import { createRequestExchange } from "../unbind/requestExchange.ts";
import { isUnbound, type Named, type UnbindState } from "../unbind/states.ts";
import { createTrustedTimeFloor } from "../unbind/trustedTimeFloor.ts";
import { createWipe } from "../unbind/wipe.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import { type BindingNews, createBindingNews } from "./bindingNews.ts";
import { createChecks } from "./checkFacts.ts";
import { createDiagnostics, type Diagnostics } from "./diagnostics.ts";
import { createJournalPages, type JournalPages } from "./journalPages.ts";
import type { Monitor } from "./monitor.ts";
import { createOrderTable, type OrderTable } from "./orders/table.ts";
import type { KioskPorts, KioskSettings } from "./ports.ts";
import { createProvisioning, type Provisioning } from "./provisioning.ts";
import type { Replayed } from "./replay.ts";

export type PartsGiven = {
  readonly ports: KioskPorts;
  readonly settings: KioskSettings;
  readonly paymentApp: PaymentApp;
  readonly terminal: Terminal;
  readonly monitor: Monitor;
  readonly client: UpstreamClient;
  /** What was said on the serial line last. */
  readonly transcript: () => readonly TranscriptEntry[];
  readonly journal: Journal;
  readonly replayed: Replayed;
  readonly deviceKey: DeviceKey;
  /** Finds the bindings where none is kept yet. */
  readonly findBindings: () => Promise<void>;
  readonly speak: (language: Language) => void;
  readonly onChange: () => void;
  readonly onBug: (error: unknown) => void;
};

/** What exists once the journal is open and the key is there. */
export type KioskParts = {
  readonly journal: Journal;
  readonly profiles: Profiles;
  readonly bindings: Bindings;
  readonly bindingNews: BindingNews;
  readonly replayed: ReplayedUnbind;
  readonly flow: UnbindFlow;
  readonly offline: OfflineUnbind;
  readonly authenticator: PinAuthenticator;
  readonly pinEntry: PinEntry;
  readonly codeEntry: CodeEntry;
  readonly digitEntry: DigitEntry;
  readonly session: Session;
  readonly evidence: UnbindEvidence;
  readonly provisioning: Provisioning;
  readonly pinReset: PinReset;
  readonly diagnostics: Diagnostics;
  readonly journalPages: JournalPages;
  readonly orders: OrderTable;
};

export function composeParts(given: PartsGiven): KioskParts {
  const { ports, settings, paymentApp, monitor, client, journal, replayed, deviceKey, findBindings, onChange, onBug } =
    given;
  const { clock, log } = ports;
  const { audience, app, upstreamKeys } = settings;
  const { history } = replayed.unbind;
  const common = { ...ports, paymentApp, journal, deviceKey, audience, app, onChange, client };
  const trustedTimeFloorMs = createTrustedTimeFloor(clock, replayed.lastRecordAt);
  const state = () => flow.view().state;
  const dispatch = async (event: DurableEvent): Promise<OrderAnswer> => {
    const done = await flow.dispatch([event]);
    return done.ok ? done : err(errorView(done.error));
  };

  /** A code may be wanted no more. */
  const codeMayBeUnwanted = () => {
    codeEntry.closeUnwanted();
    onChange();
  };

  const verifier = createUpstreamVerifier({
    pinnedKeys: upstreamKeys,
    issuer: audience,
    deviceKid: deviceKey.kid,
    hash: ports.hash,
  });
  const messageSigner = createMessageSigner(common);
  const profiles = createProfiles({
    store: ports.profileStore,
    verifier,
    log,
    isBoundTo: (providerId, bindingKind) =>
      bindings.kept().some(({ payload }) => isSame(payload, { providerId, bindingKind })),
  });
  const profileOf = (target: Target) => {
    const known = profiles.of(target.providerId, target.bindingKind);
    return known && { profile: known.profile, rules: effectiveProfile(known.profile) };
  };
  const bindings = createBindings({
    ...common,
    messageSigner,
    verifier,
    store: ports.merchantStore,
    provisioned: replayed.provisioned,
    mayKeep: (binding) => binding.state === "bound" && !hasEnded(state(), binding, bindings.isBindingAgain()),
  });
  const requestExchange = createRequestExchange({
    ...common,
    messageSigner,
    verifier,
    handOverOriginsOf: ({ providerId, bindingKind }) => profiles.of(providerId, bindingKind)?.handOverOrigins ?? [],
  });
  const wipe = createWipe({
    ...common,
    bindings,
    forgetPin: async () => {
      const erased = await ports.pinVault.erase("merchant");
      await authenticator.poll();
      return erased;
    },
  });
  const checks = createChecks({
    ...common,
    monitor,
    bindings,
    messageSigner,
    findBindings,
    trustedTimeFloorMs,
    rulesOf: (target) => profileOf(target)?.rules ?? policyAlone,
  });
  const offline = createOfflineUnbind({
    ...common,
    verifier,
    trustedTimeFloorMs,
    dispatch,
    secret: ports.offlineSecret,
    media: ports.removableMedia,
    state: () => waitingChallenge(state()),
  });
  const flow = createUnbindFlow(
    {
      ...common,
      requestExchange,
      messageSigner,
      wipe,
      history,
      runChecks: checks.run,
      onBug,
      issueChallenge: offline.issue,
      stillValid: offline.stillValid,
      paymentsHeld: () => bindingNews.paymentsHeld(),
      onChange: codeMayBeUnwanted,
    },
    replayed.unbind.state,
  );
  const bindingNews = createBindingNews({ ...common, bindings, profiles, messageSigner, verifier, flow, history });
  const authenticator = createPinAuthenticator({ ...common, vault: ports.pinVault, throttles: replayed.throttles });
  const shuffled = () => settings.shuffledKeypad ?? false;
  const pinEntry = createPinEntry({ ...common, authenticator, identifiers, shuffled });
  const codeEntry = createCodeEntry(onChange);
  const session = createSession(clock, onChange, () => {
    pinEntry.close();
    codeEntry.close();
    access.forget();
    diagnostics.forget();
    journalPages.forget();
    void flow.dispatch([{ type: "left" }]).catch(onBug);
  });
  const access = createAccess({ session, pinEntry });
  const digitEntry = createDigitEntry({ pinEntry, codeEntry, access });
  const evidence = createUnbindEvidence({
    ...common,
    history,
    upstreamKeys,
    store: ports.evidenceStore,
    bindingOf: (request) => bindings.kept().find(({ payload }) => isSameEpoch(payload, request))?.jws ?? null,
  });
  const provisioning = createProvisioning({
    ...common,
    bindings,
    flow,
    authenticator,
    pinEntry,
    findBindings,
    identity: () => monitor.terminal().identity,
  });
  const pinReset = createPinReset({
    ...common,
    verifier,
    trustedTimeFloorMs,
    secret: ports.offlineSecret,
    media: ports.removableMedia,
    authenticator,
    pinEntry,
    session,
    challengeIdentity: () => challengeIdentity(bindings.enrolled()),
    onChange: codeMayBeUnwanted,
  });
  const diagnostics = createDiagnostics({
    ...common,
    terminal: given.terminal,
    monitor,
    transcript: given.transcript,
    surroundings: settings.surroundings ?? {},
  });
  const journalPages = createJournalPages({ ...common, store: ports.evidenceStore });
  const orders = createOrderTable({
    ...common,
    access,
    session,
    digitEntry,
    pinEntry,
    codeEntry,
    authenticator,
    pinReset,
    provisioning,
    flow,
    history,
    bindings,
    messageSigner,
    offline,
    checks,
    profileOf,
    evidence,
    diagnostics,
    journalPages,
    readTerminal: monitor.readTerminal,
    speak: given.speak,
  });
  return {
    journal,
    profiles,
    bindings,
    bindingNews,
    replayed: replayed.unbind,
    flow,
    offline,
    authenticator,
    pinEntry,
    codeEntry,
    digitEntry,
    session,
    evidence,
    orders,
    provisioning,
    pinReset,
    diagnostics,
    journalPages,
  };
  function identifiers(): readonly string[] {
    const { sn, imei } = monitor.terminal().identity ?? {};
    return [sn, imei].flatMap((reading) => (reading?.status === "read" ? [reading.value] : []));
  }
}

/** What the upstream can know a challenge of this terminal by; its own binding rather than a card's. */
function challengeIdentity(enrolled: Enrolled | null): ChallengeIdentity | null {
  const own = enrolled && ownOf(enrolled.bindings);
  return own ? { sn: enrolled.sn, bindingKind: own.bindingKind, epoch: own.epoch } : null;
}

/** The binding is past its commit point; with the terminal's own, every other is, until somebody binds it again. */
function hasEnded(state: UnbindState, binding: BindingPayload, again: boolean): boolean {
  if (!isUnbound(state) || !endsWith(binding, state.request)) return false;
  return isSame(binding, state.request) || !again;
}

function waitingChallenge(state: UnbindState): Named<"offlineChallenge"> | null {
  return state.name === "offlineChallenge" ? state : null;
}

/** What is checked where an order names a provider that nobody knows. */
const policyAlone = effectiveProfile(genericProfile);
