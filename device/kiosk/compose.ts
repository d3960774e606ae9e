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
import { createTrust, type Trust } from "../trust/createTrust.ts";
import { createUnbind, type Unbind } from "../unbind/createUnbind.ts";
import type { History } from "../unbind/history.ts";
import { createMeantTerminal, type MeantTerminal } from "../unbind/meantTerminal.ts";
import { endedBy } from "../unbind/states.ts";
import type { UpstreamClient } from "../upstream/client.ts";
import { type Archiving, createArchiving } from "./archiving.ts";
import { type BindingNews, createBindingNews } from "./bindingNews.ts";
import { createChecks } from "./checkFacts.ts";
import { createHistoryPages, type HistoryPages } from "./historyPages.ts";
import type { Monitor } from "./monitor.ts";
import { createOrderTable, type OrderTable } from "./orders/table.ts";
import { createPapers, type Papers } from "./papers.ts";
import type { KioskPorts, KioskSettings } from "./ports.ts";
import { createPresence, type Presence } from "./presence.ts";
import { createProvisioning, type Provisioning } from "./provisioning.ts";
import type { Replayed } from "./replay.ts";
import { createStaffTools, type StaffTools } from "./staff/createStaffTools.ts";

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
  readonly trust: Trust;
  readonly profiles: Profiles;
  readonly bindings: Bindings;
  readonly people: People;
  readonly unbind: Unbind;
  readonly meant: MeantTerminal;
  readonly presence: Presence;
  readonly news: BindingNews;
  readonly provisioning: Provisioning;
  readonly historyPages: HistoryPages;
  readonly archiving: Archiving;
  readonly staffTools: StaffTools;
  readonly papers: Papers;
  readonly orders: OrderTable;
};

export function composeParts(given: PartsGiven): KioskParts {
  const { ports, settings, terminal, monitor, client, journal, background, onChange } = given;
  const { unbind: lastUnbind, throttles, provisioned, keySets, lastRecordAt } = given.replayed;
  const { history, closedGate } = lastUnbind;
  const { toldTime, identifiers } = monitor;

  const state = createCell(lastUnbind.state);
  const known = createCell(knownFrom(provisioned));
  const ended = mapCell(state, endedBy);
  const deviceKey = createCell(given.deviceKey);

  const keyBefore = () => known.get().provisioned.enrolled?.predecessor;
  const trust = createTrust({
    ports,
    settings,
    deviceKey,
    keyBefore,
    keySets,
    journal,
    client,
    lastRecordAt,
    toldTime,
  });
  const meant = createMeantTerminal({ state, known, trust });
  const paymentApp = given.paymentAppOf(meant.recognise);
  const bindings = createBindings({
    ports,
    settings,
    deviceKey,
    client,
    trust,
    journal,
    history,
    known,
    ended,
    background,
    onChange,
  });
  const profiles = createProfiles({ ports, trust, known });
  const newestKnown = bindings.hearFirst;
  const people = createPeople({
    ports,
    settings,
    trust,
    journal,
    throttles,
    known,
    identifiers,
    newestKnown,
    onChange,
  });
  const checks = createChecks({ ports, trust, monitor, paymentApp, meant, bindings, profiles });
  const unbind = createUnbind({
    ports,
    settings,
    paymentApp,
    journal,
    client,
    trust,
    profiles,
    state,
    known,
    history,
    closedGate,
    bindings,
    people,
    checks,
    background,
    onChange,
  });
  const presence = createPresence({ monitor, meant, unbind });
  const news = createBindingNews({ ports, monitor, trust, bindings, profiles, unbind, onChange });
  const provisioning = createProvisioning({ ports, deviceKey, monitor, bindings, people, unbind, news });
  const historyPages = createHistoryPages({ history, people, onChange });
  const archiving = createArchiving({ ports, journal, history, onChange });
  const { newerProgram, transcript, notes, language, speak } = given;
  const staffTools = createStaffTools({
    ports,
    settings,
    terminal,
    monitor,
    journal,
    deviceKey,
    trust,
    newerProgram,
    transcript,
    notes,
    people,
    onChange,
  });
  const papers = createPapers({
    ports,
    unbind,
    profiles,
    monitor,
    provisioning,
    people,
    language,
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
    archiving,
    staffTools,
    papers,
    speak,
    onChange,
  });
  return {
    journal,
    known,
    history,
    trust,
    profiles,
    bindings,
    people,
    unbind,
    meant,
    presence,
    news,
    provisioning,
    historyPages,
    archiving,
    staffTools,
    papers,
    orders,
  };
}
