/** What this terminal is, what it is bound to, and whether a request is on its way. */

import type { Snapshot } from "../../device/contract/host.ts";
import { Action } from "../parts/Action.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Fact, ValueRow } from "../parts/Fact.tsx";
import { JournalNotice } from "../parts/JournalNotice.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestNotice } from "../parts/RequestNotice.tsx";
import { Working } from "../parts/Working.tsx";
import { stageOf } from "../state/screenOf.ts";
import type { Texts } from "../text/texts.ts";

export type HomeProps = {
  readonly texts: Texts;
  readonly snapshot: Pick<Snapshot, "terminal" | "upstream" | "binding" | "unbind" | "journal">;
  readonly now: () => number;
  readonly onReadAgain: () => void;
  readonly onMenu: () => void;
};

export function Home({ texts, snapshot, now, onReadAgain, onMenu }: HomeProps) {
  const { terminal, upstream, binding, unbind, journal } = snapshot;
  const words = texts.screens.home;
  const stage = stageOf[unbind.state];
  const reading = terminal.phase === "reading";
  const actions = (
    <>
      <Action name="read-again" disabled={reading} onPress={onReadAgain}>
        {words.readAgain}
      </Action>
      {stage === "pending" && (
        <Action name="see-progress" kind="primary" onPress={onMenu}>
          {words.seeProgress}
        </Action>
      )}
      {stage === "ended" && (
        <Action name="see-outcome" kind="primary" onPress={onMenu}>
          {words.seeOutcome}
        </Action>
      )}
      {stage === "none" && (
        <Action name="open-menu" kind="primary" onPress={onMenu}>
          {words.openMenu}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="home" state={unbind.state} title={words.title} actions={actions}>
      <div class="scroll stack">
        <JournalNotice texts={texts} journal={journal} />
        <RequestNotice texts={texts} unbind={unbind} now={now} />
        {reading && <Working label={words.reading} />}
        {terminal.failure && <ErrorNote texts={texts} failure={terminal.failure} field="terminal-failure" />}
        <dl class="facts twoColumns">
          <ValueRow texts={texts} name="sn" terminal={terminal} needed />
          <ValueRow texts={texts} name="imei" terminal={terminal} needed />
          <BindingFacts texts={texts} binding={binding} />
          <ValueRow texts={texts} name="manufacturer" terminal={terminal} />
          <ValueRow texts={texts} name="model" terminal={terminal} />
          <ValueRow texts={texts} name="firmware" terminal={terminal} />
          <StatusFacts texts={texts} terminal={terminal} />
          <Fact
            label={words.upstream}
            field="upstream"
            value={texts.terminal.reach[upstream.reach]}
            tone={upstream.reach === "unreachable" ? "bad" : upstream.reach === "reachable" ? "good" : "plain"}
          />
        </dl>
        {upstream.failure && <ErrorNote texts={texts} failure={upstream.failure} field="upstream-failure" />}
        {binding.state === "unknown" && binding.failure && binding.failure.code !== upstream.failure?.code && (
          <ErrorNote texts={texts} failure={binding.failure} field="binding-failure" />
        )}
      </div>
    </Page>
  );
}

function BindingFacts({ texts, binding }: { readonly texts: Texts; readonly binding: Snapshot["binding"] }) {
  const { screens, terminal, unbind } = texts;
  const state = terminal.bindingStates[binding.state];
  if (binding.state === "unknown")
    return <Fact label={screens.home.binding} field="binding" value={state} note={terminal.blocksUnbind} tone="warn" />;
  return (
    <>
      <Fact
        label={screens.home.binding}
        field="binding"
        value={state}
        note={`${unbind.signedFields.epoch} ${binding.epoch} · ${unbind.signedFields.providerId} ${binding.providerId}`}
        tone="good"
      />
      {binding.merchantName && (
        <Fact
          label={screens.home.merchant}
          field="merchant"
          value={binding.merchantName}
          note={binding.merchantIdMasked}
        />
      )}
    </>
  );
}

function StatusFacts({ texts, terminal }: { readonly texts: Texts; readonly terminal: Snapshot["terminal"] }) {
  const { screens, terminal: words } = texts;
  const { battery, signalDbm, registered } = terminal;
  return (
    <>
      <Fact
        label={screens.home.battery}
        field="battery"
        value={battery ? (battery.power === "none" ? words.power.none : `${battery.percent}%`) : words.notTold}
        note={battery && battery.power !== "none" && words.power[battery.power]}
        tone={battery?.power === "fault" ? "bad" : "plain"}
      />
      <Fact
        label={screens.home.signal}
        field="signal"
        value={signalDbm === null ? words.notTold : `${signalDbm} dBm`}
        note={registered !== null && `${screens.home.network} ${registered ? words.registered : words.notRegistered}`}
        tone={registered === false ? "warn" : "plain"}
      />
    </>
  );
}
