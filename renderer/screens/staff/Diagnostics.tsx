/** Everything that terminal, upstream and storage told, in groups, and what was said on the serial line last. */

import { useState } from "preact/hooks";
import type { UpstreamView } from "../../../device/contract/snapshot.ts";
import type { Offered } from "../../../device/contract/views/offered.ts";
import type { SavedPlaceView } from "../../../device/contract/views/savedPlace.ts";
import type { DiagnosticName, DiagnosticsView, ProvisioningView } from "../../../device/contract/views/staff.ts";
import type { TerminalView } from "../../../device/contract/views/terminal.ts";
import type { DiagnosticGroup, StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Banner } from "../../parts/Banner.tsx";
import { Fact, ValueRow } from "../../parts/Fact.tsx";
import { Page } from "../../parts/Page.tsx";
import { Working } from "../../parts/Working.tsx";
import { meaningOfLine } from "../../state/serialWords.ts";
import type { SendOrder } from "../../state/useHost.ts";
import { inGroups } from "./KeyFacts.tsx";
import { UpstreamKeyFacts } from "./UpstreamKeyFacts.tsx";

export type DiagnosticsProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly terminal: TerminalView;
  readonly upstream: UpstreamView;
  readonly diagnostics: DiagnosticsView | null;
  /** Where all of it was put; null where it was not. */
  readonly saved: SavedPlaceView | null;
  /** They could not be read; why is told below. */
  readonly failed: boolean;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onBack: () => void;
};

const groupOf: Readonly<Record<DiagnosticName, DiagnosticGroup>> = {
  imeisv: "terminal",
  tusn: "terminal",
  tamper: "terminal",
  printer: "terminal",
  simState: "network",
  simCard: "network",
  radio: "network",
  circuitNetwork: "network",
  packetNetwork: "network",
  lteNetwork: "network",
  nrNetwork: "network",
  signal: "network",
  upstreamOrigin: "upstream",
  upstreamTls: "upstream",
  upstreamClockSkew: "upstream",
  freeBytes: "storage",
  journalStatus: "storage",
  journalRecords: "storage",
  journalUsed: "storage",
  keyId: "key",
  keyStorage: "key",
  stateCounter: "storage",
  app: "versions",
  newerProgram: "versions",
  runtime: "versions",
};
const groups = ["terminal", "network", "upstream", "storage", "key", "versions"] as const;

export function Diagnostics({
  texts,
  words,
  terminal,
  upstream,
  diagnostics,
  saved,
  failed,
  offered,
  send,
  ...on
}: DiagnosticsProps) {
  const says = words.diagnostics;
  const [heard, setHeard] = useState(false);
  const reading = terminal.phase === "reading" || (!diagnostics && !failed);
  const actions = (
    <>
      <Action name="leave-diagnostics" onPress={on.onBack}>
        {texts.screens.back}
      </Action>
      {diagnostics && (
        <Action name="transcript" onPress={() => setHeard(!heard)}>
          {heard ? says.facts : says.transcript}
        </Action>
      )}
      {offered.saveLogBundle && (
        <Action name="save-log" disabled={reading} onPress={() => send("saveLogBundle", {})}>
          {says.save}
        </Action>
      )}
      <Action
        name="read-diagnostics"
        kind="primary"
        disabled={reading || !offered.readDiagnostics}
        onPress={() => send("readDiagnostics", {})}
      >
        {says.again}
      </Action>
    </>
  );
  return (
    <Page screen="diagnostics" title={heard ? says.transcript : says.title} actions={actions}>
      {/* A place of its own for each, so that one does not begin where the other was scrolled to. */}
      <div key={heard ? "heard" : "facts"} class="stack">
        {reading && <Working label={says.reading} />}
        {saved && <Banner tone="good" title={says.savedAt(saved.place)} field="log-place" />}
        {diagnostics && heard && <Transcript words={says} lines={diagnostics.transcript} />}
        {diagnostics &&
          !heard &&
          groups.map((group) => (
            <section key={group} class="stack">
              <h2>{says.groups[group]}</h2>
              <dl class="facts dense">
                {group === "terminal" && (
                  <>
                    <ValueRow texts={texts} name="sn" terminal={terminal} />
                    <ValueRow texts={texts} name="imei" terminal={terminal} />
                    <ValueRow texts={texts} name="model" terminal={terminal} />
                    <ValueRow texts={texts} name="firmware" terminal={terminal} />
                  </>
                )}
                {group === "upstream" && (
                  <Fact
                    label={texts.screens.home.upstream}
                    field="upstream"
                    value={texts.terminal.reach[upstream.reach]}
                    tone={upstream.reach === "unreachable" ? "bad" : "plain"}
                  />
                )}
                {diagnostics.facts
                  .filter(({ name }) => groupOf[name] === group)
                  .map(({ name, value }) => (
                    <Fact
                      key={name}
                      label={says.names[name]}
                      field={`diagnostic-${name}`}
                      value={value === null ? says.nobodyKnows : told(name, value, words)}
                      tone={value === null ? "warn" : "plain"}
                      mono={value !== null}
                    />
                  ))}
                {group === "key" && <UpstreamKeyFacts texts={texts} words={says} diagnostics={diagnostics} />}
              </dl>
            </section>
          ))}
      </div>
    </Page>
  );
}

function Transcript({
  words,
  lines,
}: {
  readonly words: StaffTexts["diagnostics"];
  readonly lines: readonly string[];
}) {
  if (lines.length === 0) return <p>{words.transcriptEmpty}</p>;
  return (
    <>
      <p class="small">{words.transcriptLead}</p>
      <ol class="transcript mono" data-field="transcript">
        {lines.map((line, at) => {
          const meaning = meaningOfLine(line, words.serial);
          return (
            // The same may be said again and again; a line has its place, and no other name.
            <li key={`${at} ${line}`}>
              {line}
              {meaning && <span class="meaning">{meaning}</span>}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** In our words where the value is ours; what terminal and network say stays as they said it. */
function told(name: DiagnosticName, value: string, { diagnostics: words }: StaffTexts): string {
  const ours: Partial<Record<DiagnosticName, Readonly<Record<string, string>>>> = {
    upstreamTls: words.tls,
    journalStatus: words.journal,
    stateCounter: words.stateCounters,
    newerProgram: words.newerPrograms,
    keyStorage: words.storages satisfies Record<NonNullable<ProvisioningView["key"]>["storage"], string>,
  };
  if (name === "keyId") return inGroups(value);
  if (name === "freeBytes") return `${Math.floor(Number(value) / 1_048_576)} MiB`;
  return ours[name]?.[value] ?? value;
}
