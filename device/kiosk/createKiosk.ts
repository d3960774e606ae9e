/**
 * The kiosk: opens the journal, takes up what was under way, keeps the
 * terminal and the upstream in view, and hands one snapshot out.
 */

import { createBackground } from "../base/background.ts";
import { createEmitter } from "../base/emitter.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { Language } from "../contract/codes.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import type { Host } from "../contract/host.ts";
import type { ServiceView, Snapshot } from "../contract/snapshot.ts";
import type { Recognise } from "../identity/sameTerminal.ts";
import type { Journal } from "../journal/journal.ts";
import { openJournal } from "../journal/openJournal.ts";
import { createTerminal, createTerminalOfPlatform } from "../link/createTerminal.ts";
import { createHostPaymentApp } from "../link/hostPaymentApp.ts";
import { createReconnectingLink } from "../link/reconnectingLink.ts";
import { createLinkRecorder, createTranscriptEnd } from "../link/recordedLink.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { SerialLinkOpener } from "../ports/serialLink.ts";
import type { DeviceKey, SignerFailure } from "../ports/signer.ts";
import { createUpstreamClient } from "../upstream/client.ts";
import { untilStopped } from "../upstream/untilStopped.ts";
import { archiveAtStart } from "./archiving.ts";
import { claimState } from "./claimState.ts";
import { composeParts, type KioskParts } from "./compose.ts";
import { createLogEnd } from "./logEnd.ts";
import { createMonitor, type Monitor } from "./monitor.ts";
import type { KioskPorts, KioskSettings } from "./ports.ts";
import { type Replayed, replay } from "./replay.ts";
import { noJournal, snapshotOf } from "./snapshot.ts";

export type Kiosk = Host & {
  /** Takes orders as soon as the journal was read. Resolves when the terminal was read as well, or is known not to answer. */
  start(): Promise<void>;
  /** Something threw: the kiosk shows that it is out of service, and does nothing more. */
  fail(error: unknown): void;
  /** Shows this failure and does nothing more. Before the start, nothing was opened then, and nothing will be. */
  leaveService(failure: ErrorView): void;
  /** Resolves when nothing is under way any more: no exchange, no order, no writing. Nothing begins afterwards. */
  stop(): Promise<void>;
};

export function createKiosk(given: KioskPorts, settings: KioskSettings): Kiosk {
  const { clock } = given;
  const { log, lines: notes } = createLogEnd(given.log, clock);
  const ports: KioskPorts = { ...given, log };
  const changes = createEmitter<Snapshot>();
  const background = createBackground(fail);
  const upstream = untilStopped(ports.upstream);
  const client = createUpstreamClient({ upstream, clock });
  const transcript = createTranscriptEnd();
  const recorder = createLinkRecorder({ clock, record: transcript.add });
  const { port, terminal, payments } = ports.serialLink
    ? overLine(ports.serialLink)
    : { port: null, ...createTerminalOfPlatform(ports.platformTerminal) };
  const monitor = createMonitor({ ...ports, terminal, client, onChange: changed, afterRead, afterPoll, background });
  const paymentAppOf =
    ports.paymentApp === "terminal" ? (payments ?? noPayments()) : besideKiosk(ports.paymentApp, monitor);

  let revision = 0;
  let language = settings.language;
  let service: ServiceView = { phase: "starting" };
  /** Known before the parts, and also where there will be none: a damaged journal is shown. */
  let journal: Journal | null = null;
  let parts: KioskParts | null = null;
  let stopped = false;
  let announced = false;

  function overLine(opener: SerialLinkOpener) {
    const port = createReconnectingLink({ ...ports, opener: recorder.wrap(opener, "terminal") });
    return { port, ...createTerminal({ opener: port, clock }, settings.driver) };
  }

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

  port?.onChange((change) => {
    // Nothing that was begun with one terminal goes on with another.
    if (change === "replaced") parts?.people.session.close();
    else if (!stopped && service.phase !== "outOfService") background.run(() => lookAgain(change));
  });

  async function lookAgain(change: "lost" | "returned"): Promise<void> {
    if (change === "lost") await parts?.presence.lost();
    await monitor.readTerminal();
    await afterRead();
  }

  function leaveService(failure: ErrorView): void {
    if (service.phase === "outOfService") return;
    log.note(failure.code, { ...failure.facts, outOfService: true });
    service = { phase: "outOfService", failure };
    background.run(letTerminalGo);
    parts?.unbind.flow.stop();
    parts?.people.session.close();
    changed();
  }

  /** Nothing is read any more, and the port is free for others. */
  async function letTerminalGo(): Promise<void> {
    await Promise.all([port?.stop(), monitor.stop()]);
  }

  function fail(error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    leaveService({ code: "host/bug", facts: { name } });
  }

  async function afterRead(): Promise<void> {
    await parts?.news.recall();
    await parts?.presence.poll();
  }

  async function afterPoll(): Promise<void> {
    await parts?.news.poll();
    await parts?.provisioning.poll();
    await parts?.archiving.poll();
  }

  /** The key that the journal says is in use: where a cut came between the two, the signer takes it up now. */
  async function findKey({ provisioned: { enrolled } }: Replayed): Promise<Result<DeviceKey, SignerFailure>> {
    const key = await ports.signer.key();
    if (!key.ok || !enrolled || enrolled.kid === key.value.kid) return key;
    const used = await ports.signer.use(enrolled.kid);
    return used.ok ? ports.signer.key() : used;
  }

  async function build(): Promise<Result<KioskParts, { readonly code: ErrorCode }>> {
    const claimed = await claimState(ports.stateFormat, settings.app, log);
    if (!claimed.ok) return claimed;
    const opened = await openJournal({
      file: ports.journalFile,
      hash: ports.hash,
      clock,
      counter: ports.stateCounter ?? null,
    });
    if (!opened.ok) return opened;
    await claimed.value.say();
    const { records } = opened.value;
    journal = opened.value.journal;
    journal.onFault((failure) => leaveService(errorView(failure)));
    const damagedAt = journal.view().damagedAt;
    if (damagedAt !== null) return err({ code: "journal/damaged", seq: damagedAt });
    const replayed = replay(records);
    if (!replayed) return err({ code: "journal/damaged", seq: records.length });
    const key = await findKey(replayed);
    if (!key.ok) return key;
    if (journal.view().status === "rolledBack") return err({ code: "journal/rolled-back" });
    const fresh = await archiveAtStart(journal, log);
    const composed = composeParts({
      ports,
      settings,
      paymentAppOf,
      terminal,
      monitor,
      client,
      journal,
      replayed: (fresh && replay(fresh)) ?? replayed,
      deviceKey: key.value,
      newerProgram: claimed.value.newerProgram,
      transcript: transcript.entries,
      notes,
      speak,
      language: () => language,
      onChange: changed,
      background,
    });
    // What the profiles are signed by may be among the keys. The PINs have nothing to do with either.
    await Promise.all([
      composed.trust.upstreamKeys.start().then(composed.profiles.start),
      composed.people.authenticator.poll(),
    ]);
    return ok(composed);
  }

  /** On every screen, also where no other order is taken: whoever stands before it must be able to read it. */
  function speak(chosen: Language): void {
    language = chosen;
    changed();
  }

  function snapshot(): Snapshot {
    const at = clock.now();
    return snapshotOf({
      revision,
      language,
      service,
      at,
      journal: journal?.view() ?? noJournal,
      settings,
      monitor,
      parts,
    });
  }

  async function start(): Promise<void> {
    const firstRead = background.track(monitor.readTerminal());
    const built = await build();
    if (!built.ok) {
      leaveService(errorView(built.error));
      return;
    }
    if (stopped) return;
    parts = built.value;
    const { records, status, usedPercent, warning } = parts.journal.view();
    log.note("kiosk/started", { records, journal: status });
    if (warning) log.note(warning, { usedPercent });
    // It waits by itself until the terminal was read, as everything does that needs to know whose terminal this is.
    const aligned = background.track(parts.unbind.flow.alignPayments());
    await parts.unbind.flow.start();
    await parts.provisioning.disownLeftOver();
    if (service.phase === "starting") service = { phase: "working" };
    changed();
    await Promise.all([firstRead.then(parts.news.recall), aligned]);
    await parts.presence.poll();
    monitor.start();
  }

  return {
    async order(name, input) {
      if (stopped) return err({ code: "host/not-now" });
      if (parts && service.phase === "working") return background.track(parts.orders.give(name, input));
      if (name !== "setLanguage" || !("language" in input)) return err({ code: "host/not-now" });
      speak(input.language);
      return ok();
    },
    snapshot: async () => snapshot(),
    listen: changes.listen,
    fail,
    leaveService,
    start: () => background.track(start()),
    async stop() {
      stopped = true;
      upstream.stop();
      parts?.unbind.flow.stop();
      parts?.people.pinEntry.close();
      parts?.papers.stop();
      await letTerminalGo();
      await background.settled();
      await journal?.settled();
    },
  };
}

function besideKiosk(app: PaymentApp, monitor: Monitor): (recognise: Recognise) => PaymentApp {
  return (recognise) =>
    createHostPaymentApp(app, async () => {
      const identity = await monitor.latestIdentity();
      return identity ? recognise(identity) : "unread";
    });
}

function noPayments(): never {
  throw new Error("only SLF has commands for payments");
}
