/** Everything that a technician may want to know, asked for at once: terminal, upstream, storage, key. Judges nothing. */

import type { Cell } from "../../base/cell.ts";
import { msOf } from "../../base/instant.ts";
import type { DiagnosticName, DiagnosticsView } from "../../contract/views/staff.ts";
import type {
  CardReading,
  DiagnosticsReport,
  NetworkReading,
  RadioReading,
  Reading,
  SimReading,
  StatusReport,
} from "../../identity/reading.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Terminal } from "../../link/terminal.ts";
import type { People } from "../../people/createPeople.ts";
import type { Clock } from "../../ports/clock.ts";
import type { JournalFile } from "../../ports/journalFile.ts";
import type { DeviceKey } from "../../ports/signer.ts";
import type { StateCounter } from "../../ports/stateCounter.ts";
import { type TranscriptEntry, transcriptLine } from "../../serial/transcript.ts";
import type { Trust } from "../../trust/createTrust.ts";
import type { Monitor } from "../monitor.ts";

/** What only whoever puts the kiosk together knows. */
export type Surroundings = {
  /** Scheme, host and port; never a path or a user. */
  readonly upstreamOrigin?: string;
  readonly upstreamTls?: "none" | "server" | "mutual";
  /** Name and version of what the program runs on. */
  readonly runtime?: string;
};

export type DiagnosticsParts = {
  readonly ports: {
    readonly clock: Clock;
    readonly journalFile: JournalFile;
    readonly stateCounter?: StateCounter;
  };
  readonly settings: {
    /** Name and version of this program. */
    readonly app: string;
    readonly surroundings?: Surroundings;
  };
  readonly terminal: Terminal;
  readonly monitor: Monitor;
  readonly journal: Journal;
  readonly deviceKey: Cell<DeviceKey>;
  readonly trust: Trust;
  readonly newerProgram: string | null;
  /** What was said on the serial line last. */
  readonly transcript: () => readonly TranscriptEntry[];
  readonly people: People;
  readonly onChange: () => void;
};

export type Diagnostics = {
  view(): DiagnosticsView | null;
  read(): Promise<void>;
};

export function createDiagnostics(parts: DiagnosticsParts): Diagnostics {
  const { terminal, monitor, journal, deviceKey } = parts;
  const { upstreamKeys } = parts.trust;
  const { clock, journalFile } = parts.ports;
  const { app, surroundings = {} } = parts.settings;
  let view: DiagnosticsView | null = null;
  /** Grows when nobody wants to see it any more: an answer that is still on its way is dropped then. */
  let sessions = 0;

  parts.people.session.onClosed(() => {
    sessions += 1;
    view = null;
  });

  async function factsOf(): Promise<Readonly<Record<DiagnosticName, string | null>>> {
    await monitor.readTerminal();
    const report = await terminal.readDiagnostics();
    const [health, freeBytes] = await Promise.all([monitor.pollUpstream(), journalFile.freeBytes()]);
    const { identity, status } = monitor.terminal();
    const { status: journalStatus, records, usedPercent } = journal.view();
    const skewMs = health.ok ? clock.now() - msOf(health.value.value) : Number.NaN;
    return {
      imeisv: readText(identity?.imeisv),
      tusn: readText(identity?.tusn),
      ...networkFacts(report.ok ? report.value : null),
      ...statusFacts(status),
      upstreamOrigin: surroundings.upstreamOrigin ?? null,
      upstreamTls: surroundings.upstreamTls ?? null,
      upstreamClockSkew: Number.isFinite(skewMs) ? `${Math.round(skewMs / 1000)} s` : null,
      freeBytes: freeBytes === null ? null : String(freeBytes),
      journalStatus,
      journalRecords: String(records),
      journalUsed: `${usedPercent}%`,
      keyId: deviceKey.get().kid,
      keyStorage: deviceKey.get().storage,
      stateCounter: parts.ports.stateCounter ? "counter" : "none",
      app,
      newerProgram: parts.newerProgram ?? "none",
      runtime: surroundings.runtime ?? null,
    };
  }

  return {
    view: () => view,
    async read() {
      const wantedIn = sessions;
      const facts = await factsOf();
      if (wantedIn !== sessions) return;
      view = {
        facts: (Object.keys(facts) as DiagnosticName[]).map((name) => ({ name, value: facts[name] })),
        upstreamKeys: upstreamKeys.standings(),
        refusedKeySet: upstreamKeys.refusedSet(),
        transcript: parts.transcript().map(transcriptLine),
      };
      parts.onChange();
    },
  };
}

function networkFacts(report: DiagnosticsReport | null) {
  const { circuit, packet, lte, nr } = report?.networks ?? {};
  return {
    simState: textOf(report?.sim, ({ state }) => state),
    simCard: textOf(report?.card, ({ masked }) => masked),
    radio: textOf(report?.radio, ({ radio }) => radio),
    circuitNetwork: textOf(circuit, networkText),
    packetNetwork: textOf(packet, networkText),
    lteNetwork: textOf(lte, networkText),
    nrNetwork: textOf(nr, networkText),
  };
}

function statusFacts(status: StatusReport | null) {
  const dbm = status?.signal.status === "read" ? status.signal.dbm : null;
  return {
    signal: dbm === null ? null : `${dbm} dBm`,
    tamper: status?.tamper ?? null,
    printer: status?.printer ?? null,
  };
}

type AnyReading = SimReading | CardReading | RadioReading | NetworkReading;
type Read<T extends AnyReading> = Extract<T, { readonly status: "read" }>;

function textOf<T extends AnyReading>(reading: T | undefined, text: (read: Read<T>) => string): string | null {
  return reading?.status === "read" ? text(reading as Read<T>) : null;
}

function networkText({ state, rejectCause }: Extract<NetworkReading, { readonly status: "read" }>): string {
  return rejectCause === null ? state : `${state} (${rejectCause})`;
}

function readText(reading: Reading | undefined): string | null {
  return reading?.status === "read" ? reading.value : null;
}
