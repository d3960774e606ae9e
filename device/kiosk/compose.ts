/**
 * What a kiosk is made of, once the journal is open and the key is there: cells first, then the rooms in the order in which
 * they know each other. Who is given whom, and no more.
 */

import type { Background } from "../base/background.ts";
import type { Cell } from "../base/cell.ts";
import { createCell, mapCell } from "../base/cell.ts";
import { type Bindings, createBindings } from "../bindings/bindings.ts";
import { type KnownBindings, knownFrom } from "../bindings/known.ts";
import type { Language } from "../contract/codes.ts";
import type { Recognise } from "../identity/sameTerminal.ts";
import type { Journal } from "../journal/journal.ts";
import type { Terminal } from "../link/terminal.ts";
import { createPeople, type People } from "../people/createPeople.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { DeviceKey } from "../ports/signer.ts";
import { createProfiles, type Profiles } from "../profiles/profiles.ts";
import type { TranscriptEntry } from "../serial/transcript.ts";
import { createTrust } from "../trust/createTrust.ts";
import { createUpstreamKeys, keySetRecordKind, type UpstreamKeys } from "../trust/upstreamKeys.ts";
import { createUnbind, type Unbind } from "../unbind/createUnbind.ts";
import type { History } from "../unbind/history.ts";
import { createMeantTerminal, type MeantTerminal } from "../unbind/meantTerminal.ts";
import { endedBy } from "../unbind/states.ts";
import { createTrustedTime } from "../unbind/trustedTimeFloor.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import { type Archiving, createArchiving } from "./archiving.ts";
import { type BindingNews, createBindingNews } from "./bindingNews.ts";
import { createChecks } from "./checkFacts.ts";
import { createDiagnostics, type Diagnostics } from "./diagnostics.ts";
import { createHistoryPages, type HistoryPages } from "./historyPages.ts";
import { createJournalPages, type JournalPages } from "./journalPages.ts";
import { createLogBundle, type LogBundle } from "./logBundle.ts";
import type { Monitor } from "./monitor.ts";
import { createOrderTable, type OrderTable } from "./orders/table.ts";
import { createPapers, type Papers } from "./papers.ts";
import type { KioskPorts, KioskSettings } from "./ports.ts";
import { createPresence, type Presence } from "./presence.ts";
import { createProvisioning, type Provisioning } from "./provisioning.ts";
import type { Replayed } from "./replay.ts";

export type PartsGiven = {
  readonly ports: KioskPorts;
  readonly settings: KioskSettings;
  /** The payment application, which is ordered nothing but on the terminal that is recognised. */
  readonly paymentAppOf: (recognise: Recognise) => PaymentApp;
  readonly terminal: Terminal;
  readonly monitor: Monitor;
  readonly client: UpstreamClient;
  /** What was said on the serial line last. */
  readonly transcript: () => readonly TranscriptEntry[];
  /** The log's end. */
  readonly notes: () => readonly string[];
  readonly journal: Journal;
  readonly replayed: Replayed;
  /** The one in use at the start. */
  readonly deviceKey: DeviceKey;
  /** The newest program that worked on this state, where it is newer than this one. */
  readonly newerProgram: string | null;
  readonly speak: (language: Language) => void;
  readonly language: () => Language;
  readonly onChange: () => void;
  readonly background: Background;
};

export type KioskParts = {
  readonly journal: Journal;
  readonly known: Cell<KnownBindings>;
  readonly history: History;
  readonly upstreamKeys: UpstreamKeys;
  readonly profiles: Profiles;
  readonly bindings: Bindings;
  readonly people: People;
  readonly unbind: Unbind;
  readonly meant: MeantTerminal;
  readonly presence: Presence;
  readonly news: BindingNews;
  readonly provisioning: Provisioning;
  readonly diagnostics: Diagnostics;
  readonly historyPages: HistoryPages;
  readonly journalPages: JournalPages;
  readonly archiving: Archiving;
  readonly logBundle: LogBundle;
  readonly papers: Papers;
  readonly orders: OrderTable;
};

export function composeParts(given: PartsGiven): KioskParts {
  const { ports, settings, terminal, monitor, client, journal, background, onChange } = given;
  const { unbind: lastUnbind, throttles, provisioned, keySets, lastRecordAt } = given.replayed;
  const { history, closedGate } = lastUnbind;
  const state = createCell(lastUnbind.state);
  const known = createCell(knownFrom(provisioned));
  const ended = mapCell(state, endedBy);
  const trustedTime = createTrustedTime(ports.clock, lastRecordAt, monitor.toldTime);
  const { floorMs: trustedTimeFloorMs, upstreamMs } = trustedTime;

  const upstreamKeys = createUpstreamKeys({
    clock: ports.clock,
    hash: ports.hash,
    log: ports.log,
    pinned: settings.upstreamKeys,
    issuer: settings.audience,
    kept: keySets,
    keep: (sets) => journal.append(sets.map((jws) => ({ kind: keySetRecordKind, body: { jws } }))),
    async ask() {
      const told = await client.readKeys();
      return told.ok ? told.value.value : null;
    },
    trustedTimeFloorMs,
  });
  const deviceKey = createCell(given.deviceKey);
  const keyBefore = () => known.get().provisioned.enrolled?.predecessor;
  const trust = createTrust({ ports, settings, upstreamKeys, deviceKey, keyBefore });
  const { verifier } = trust;
  const meant = createMeantTerminal({ state, known, trust });
  const paymentApp = given.paymentAppOf(meant.recognise);
  const { identifiers } = monitor;
  const requests = {
    count: () => history.entries().filter(({ request }) => request.origin !== "upstream").length,
    has: (requestId: string) => history.of(requestId) !== null,
  };
  const bindings = createBindings({
    ports,
    settings,
    deviceKey,
    client,
    trust,
    journal,
    requests,
    known,
    ended,
    background,
    onChange,
  });
  const profiles = createProfiles({ store: ports.profileStore, verifier, hash: ports.hash, log: ports.log, known });
  const people = createPeople({
    ports,
    settings,
    trust,
    journal,
    throttles,
    known,
    identifiers,
    trustedTimeFloorMs,
    upstreamMs,
    newestKnown: bindings.hearFirst,
    onChange,
  });
  const checks = createChecks({ ports, monitor, paymentApp, meant, bindings, profiles, trustedTimeFloorMs });
  const unbind = createUnbind({
    ports,
    settings,
    paymentApp,
    journal,
    client,
    upstreamKeys,
    trust,
    profiles,
    state,
    known,
    history,
    closedGate,
    bindings,
    people,
    checks,
    trustedTimeFloorMs,
    upstreamMs,
    background,
    onChange,
  });
  const presence = createPresence({ monitor, meant, unbind });
  const news = createBindingNews({ ports, monitor, upstreamKeys, trust, bindings, profiles, unbind, onChange });
  const provisioning = createProvisioning({ ports, deviceKey, monitor, bindings, people, unbind, news });
  const { newerProgram, transcript } = given;
  const diagnostics = createDiagnostics({
    ports,
    settings,
    terminal,
    monitor,
    journal,
    deviceKey,
    upstreamKeys,
    newerProgram,
    transcript,
    people,
    onChange,
  });
  const historyPages = createHistoryPages({ history, people, onChange });
  const journalPages = createJournalPages({ ports, journal, people, onChange });
  const archiving = createArchiving({ journal, history, log: ports.log, onChange });
  const { notes } = given;
  const logBundle = createLogBundle({ ports, diagnostics, journalPages, notes, people, onChange });
  const papers = createPapers({
    printing: ports.printing ?? null,
    log: ports.log,
    unbind,
    profiles,
    monitor,
    provisioning,
    people,
    language: given.language,
    background,
    onChange,
  });
  const orders = createOrderTable({
    ports,
    monitor,
    trust,
    journal,
    history,
    historyPages,
    bindings,
    profiles,
    people,
    checks,
    paymentApp,
    unbind,
    news,
    provisioning,
    diagnostics,
    journalPages,
    archiving,
    logBundle,
    papers,
    speak: given.speak,
    onChange,
  });
  return {
    journal,
    known,
    history,
    upstreamKeys,
    profiles,
    bindings,
    people,
    unbind,
    meant,
    presence,
    news,
    provisioning,
    diagnostics,
    historyPages,
    journalPages,
    archiving,
    logBundle,
    papers,
    orders,
  };
}
