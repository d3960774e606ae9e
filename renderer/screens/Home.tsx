/** What this terminal is, what it is bound to, and whether a request is on its way. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { BindingList } from "../parts/BindingList.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Fact, ValueRow } from "../parts/Fact.tsx";
import { JournalNotice } from "../parts/JournalNotice.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestNotice } from "../parts/RequestNotice.tsx";
import { Working } from "../parts/Working.tsx";
import { type Look, stageOf } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";

export type HomeProps = {
  readonly texts: Texts;
  readonly snapshot: Pick<
    Snapshot,
    "terminal" | "upstream" | "bindings" | "unbind" | "journal" | "language" | "pin" | "offered"
  >;
  readonly now: () => number;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function Home({ texts, snapshot, now, send, onLook }: HomeProps) {
  const { terminal, upstream, bindings, unbind, journal, language, pin, offered } = snapshot;
  const words = texts.screens.home;
  const stage = stageOf[unbind.state];
  const reading = terminal.phase === "reading";
  const firstPin = !pin.standings.merchant.set && offered.askPinReset?.some(({ role }) => role === "merchant");
  /** "menu": to the menu of an unbind that is over, not to its result. */
  const openMenu = (look: "menu" | null) => () => {
    onLook(look);
    send("openMenu", {});
  };
  const actions = (
    <>
      <Action name="read-again" disabled={reading} onPress={() => send("readTerminal", {})}>
        {words.readAgain}
      </Action>
      <Action name="see-history" onPress={() => onLook("history")}>
        {words.seeHistory}
      </Action>
      {firstPin && (
        <Action name="first-pin" kind="primary" onPress={() => send("askPinReset", { role: "merchant" })}>
          {words.firstPin}
        </Action>
      )}
      {stage === "pending" && (
        <Action name="see-progress" kind="primary" onPress={openMenu(null)}>
          {words.seeProgress}
        </Action>
      )}
      {stage === "ended" && (
        <Action name="see-outcome" kind="primary" onPress={openMenu(null)}>
          {words.seeOutcome}
        </Action>
      )}
      {stage === "finished" && (
        <Action name="see-voucher" onPress={openMenu(null)}>
          {texts.screens.unbound.seeVoucher}
        </Action>
      )}
      {(stage === "none" || unbind.state === "completed") && (
        <Action name="open-menu" kind="primary" onPress={openMenu("menu")}>
          {words.openMenu}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="home" state={unbind.state} title={words.title} actions={actions}>
      <div class="scroll stack">
        <JournalNotice texts={texts} journal={journal} />
        {firstPin && <Banner tone="info" title={words.firstPinMeaning} field="first-pin-meaning" />}
        <RequestNotice texts={texts} language={language} unbind={unbind} now={now} />
        {reading && <Working label={words.reading} />}
        {terminal.failure && <ErrorNote texts={texts} failure={terminal.failure} field="terminal-failure" />}
        <dl class="facts twoColumns">
          <ValueRow texts={texts} name="sn" terminal={terminal} needed />
          <ValueRow texts={texts} name="imei" terminal={terminal} needed />
        </dl>
        {bindings.state === "known" && <BindingList texts={texts} language={language} list={bindings.list} />}
        <dl class="facts twoColumns">
          {bindings.state === "unknown" && (
            <Fact
              label={words.bindings}
              field="binding"
              value={texts.terminal.bindingStates.unknown}
              note={texts.terminal.blocksUnbind}
              tone="warn"
            />
          )}
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
        {bindings.state === "unknown" && bindings.failure && bindings.failure.code !== upstream.failure?.code && (
          <ErrorNote texts={texts} failure={bindings.failure} field="binding-failure" />
        )}
      </div>
    </Page>
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
