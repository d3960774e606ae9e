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
import type { Journal } from "../journal/journal.ts";
import type { Terminal } from "../link/terminal.ts";
import { createPeople, type People } from "../people/createPeople.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { DeviceKey } from "../ports/signer.ts";
import { createProfiles, type Profiles } from "../profiles/profiles.ts";
import type { TranscriptEntry } from "../serial/transcript.ts";
import { createTrust } from "../trust/createTrust.ts";
import { createUnbind, type Unbind } from "../unbind/createUnbind.ts";
import type { History } from "../unbind/history.ts";
import { endedBy } from "../unbind/states.ts";
import { createTrustedTimeFloor } from "../unbind/trustedTimeFloor.ts";
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
  readonly speak: (language: Language) => void;
  readonly onChange: () => void;
  readonly background: Background;
};

export type KioskParts = {
  readonly journal: Journal;
  readonly known: Cell<KnownBindings>;
  readonly history: History;
  readonly profiles: Profiles;
  readonly bindings: Bindings;
  readonly people: People;
  readonly unbind: Unbind;
  readonly news: BindingNews;
  readonly provisioning: Provisioning;
  readonly diagnostics: Diagnostics;
  readonly journalPages: JournalPages;
  readonly orders: OrderTable;
};

export function composeParts(given: PartsGiven): KioskParts {
  const { ports, settings, paymentApp, terminal, monitor, client, journal, replayed, deviceKey, onChange } = given;
  const { clock, log } = ports;
  const { audience, app, upstreamKeys } = settings;

  const state = createCell(replayed.unbind.state);
  const known = createCell(knownFrom(replayed.provisioned));
  const { history } = replayed.unbind;
  const trustedTimeFloorMs = createTrustedTimeFloor(clock, replayed.lastRecordAt);

  const { messageSigner, verifier } = createTrust({ ports, deviceKey, audience, app, upstreamKeys });
  const bindings = createBindings({
    ports,
    deviceKey,
    audience,
    client,
    messageSigner,
    verifier,
    journal,
    known,
    ended: mapCell(state, endedBy),
    onChange,
  });
  const profiles = createProfiles({ store: ports.profileStore, verifier, log, known });
  const people = createPeople({
    ports,
    journal,
    verifier,
    throttles: replayed.throttles,
    known,
    identifiers: monitor.identifiers,
    shuffledKeypad: settings.shuffledKeypad ?? false,
    trustedTimeFloorMs,
    onChange,
  });
  const { authenticator, pinEntry, codeEntry, session } = people;
  const { journalFile } = ports;
  const checks = createChecks({
    clock,
    monitor,
    journalFile,
    paymentApp,
    bindings,
    messageSigner,
    profiles,
    trustedTimeFloorMs,
  });
  const unbind = createUnbind({
    ports,
    paymentApp,
    journal,
    client,
    messageSigner,
    verifier,
    upstreamKeys,
    profiles,
    state,
    known,
    history,
    bindings,
    authenticator,
    session,
    runChecks: checks.run,
    trustedTimeFloorMs,
    onChange() {
      codeEntry.closeUnwanted();
      onChange();
    },
    background: given.background,
  });
  const { flow } = unbind;
  const { identity } = monitor;
  const news = createBindingNews({
    clock,
    log,
    identity,
    bindings,
    profiles,
    messageSigner,
    verifier,
    flow,
    onChange,
  });
  const provisioning = createProvisioning({ deviceKey, bindings, flow, authenticator, pinEntry, news, identity });
  const diagnostics = createDiagnostics({
    clock,
    terminal,
    monitor,
    journal,
    journalFile,
    deviceKey,
    app,
    transcript: given.transcript,
    surroundings: settings.surroundings ?? {},
    session,
    onChange,
  });
  const journalPages = createJournalPages({ journal, hash: ports.hash, store: ports.evidenceStore, session, onChange });
  const orders = createOrderTable({
    clock,
    journal,
    history,
    bindings,
    messageSigner,
    checks,
    ...people,
    ...unbind,
    provisioning,
    diagnostics,
    journalPages,
    profileOf: profiles.rulesOf,
    readTerminal: monitor.readTerminal,
    speak: given.speak,
    onChange,
  });
  return {
    journal,
    known,
    history,
    profiles,
    bindings,
    people,
    unbind,
    news,
    provisioning,
    diagnostics,
    journalPages,
    orders,
  };
}
