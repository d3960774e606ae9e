/** Whose terminal this is, what is under way, and the one thing it is for. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { providerName } from "../parts/BindingList.tsx";
import { Details } from "../parts/Details.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { JournalNotice } from "../parts/JournalNotice.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestNotice } from "../parts/RequestNotice.tsx";
import { ShopCard } from "../parts/ShopCard.tsx";
import { Support } from "../parts/Support.tsx";
import { StatusLine, TerminalFacts } from "../parts/TerminalFacts.tsx";
import { Working } from "../parts/Working.tsx";
import { type Look, stageOf } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";

export type HomeProps = {
  readonly texts: Texts;
  readonly snapshot: Snapshot;
  readonly now: () => number;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function Home({ texts, snapshot, now, send, onLook }: HomeProps) {
  const { terminal, upstream, bindings, unbind, journal, language } = snapshot;
  const words = texts.screens.home;
  const reading = terminal.phase === "reading";
  const more = (
    <>
      <Action name="see-history" kind="quiet" onPress={() => onLook("history")}>
        {words.seeHistory}
      </Action>
      {!isReadInstead(snapshot) && <ReadAgain texts={texts} terminal={terminal} send={send} kind="quiet" />}
    </>
  );
  return (
    <Page
      screen="home"
      state={unbind.state}
      title={words.title}
      actions={<HomeActions texts={texts} snapshot={snapshot} send={send} onLook={onLook} />}
      more={more}
    >
      {isFirstPinDue(snapshot) && <Banner tone="info" title={words.firstPinMeaning} field="first-pin-meaning" />}
      <RequestNotice texts={texts} language={language} unbind={unbind} now={now} />
      {reading && <Working label={words.reading} />}
      {bindings.state === "known" ? (
        <ShopCard texts={texts} language={language} list={bindings.list} />
      ) : (
        !upstream.failure && <Banner tone="warn" title={words.notBoundYet} field="binding" />
      )}
      <StatusLine texts={texts} terminal={terminal} isTold={terminal.failure !== null} />
      {terminal.failure && <ErrorNote texts={texts} failure={terminal.failure} field="terminal-failure" />}
      {!isRead(terminal) && isFree(unbind) && (
        <p class="faint" data-field="unbind-later">
          {words.unbindLater}
        </p>
      )}
      {upstream.failure && <ErrorNote texts={texts} failure={upstream.failure} field="upstream-failure" />}
      {bindings.state === "unknown" && bindings.failure && bindings.failure.code !== upstream.failure?.code && (
        <ErrorNote texts={texts} failure={bindings.failure} field="binding-failure" />
      )}
      {upstream.failure && <HomeSupport texts={texts} snapshot={snapshot} />}
      <JournalNotice
        texts={texts}
        journal={journal}
        onArchive={snapshot.offered.archiveJournal ? () => send("archiveJournal", {}) : null}
      />
      <Details label={texts.screens.details}>
        <TerminalFacts texts={texts} terminal={terminal} upstream={upstream} bindings={bindings} />
      </Details>
    </Page>
  );
}

function HomeSupport({ texts, snapshot: { bindings, language } }: Pick<HomeProps, "texts" | "snapshot">) {
  const [first] = bindings.state === "known" ? bindings.list : [];
  const name = first?.providerName ? providerName(first, language) : texts.screens.support.provider;
  return <Support texts={texts} name={name} contact={first?.support ?? null} />;
}

function HomeActions({ texts, snapshot, send, onLook }: Omit<HomeProps, "now">) {
  const words = texts.screens.home;
  const { unbind, terminal, offered } = snapshot;
  const stage = stageOf[unbind.state];
  const firstPin = isFirstPinDue(snapshot);
  /** "menu": to the menu of an unbind that is over, not to its result. */
  const openMenu = (look: "menu" | null) => {
    onLook(look);
    send("openMenu", {});
  };
  const [only, ...others] = offered.beginUnbind ?? [];
  // What there is only one of, nobody has to choose.
  const unbindThis = () => (only && others.length === 0 ? send("beginUnbind", only) : openMenu("menu"));
  return (
    <>
      {firstPin && (
        <Action name="first-pin" kind="primary" onPress={() => send("askPinReset", { role: "merchant" })}>
          {words.firstPin}
        </Action>
      )}
      {stage === "pending" && (
        <Action name="see-progress" kind="primary" onPress={() => openMenu(null)}>
          {words.seeProgress}
        </Action>
      )}
      {stage === "ended" && (
        <Action name="see-outcome" kind="primary" onPress={() => openMenu(null)}>
          {words.seeOutcome}
        </Action>
      )}
      {isReadInstead(snapshot) && (
        <ReadAgain texts={texts} terminal={terminal} send={send} kind={firstPin ? "plain" : "primary"} />
      )}
      {isFree(unbind) && !isReadInstead(snapshot) && (
        <Action name="open-menu" kind={firstPin ? "plain" : "primary"} onPress={unbindThis}>
          {only && others.length === 0 ? texts.unbind.bindingKinds[only.bindingKind].begin : words.unbindThis}
        </Action>
      )}
      {stage === "finished" && (
        <Action name="see-voucher" onPress={() => openMenu(null)}>
          {texts.screens.unbound.seeVoucher}
        </Action>
      )}
    </>
  );
}

/** Nothing is under way, so that an unbind could begin. */
function isFree({ state }: Snapshot["unbind"]): boolean {
  return stageOf[state] === "none" || state === "completed";
}

function isRead({ sn, imei }: Snapshot["terminal"]): boolean {
  return sn.status === "read" && imei.status === "read";
}

/** As long as nobody knows which terminal this is, or what it is bound to, there is nothing to unbind. */
function isReadInstead({ terminal, bindings, unbind }: Snapshot): boolean {
  return isFree(unbind) && !(isRead(terminal) && bindings.state === "known");
}

type ReadAgainProps = Pick<HomeProps, "texts" | "send"> & {
  readonly terminal: Snapshot["terminal"];
  readonly kind: "primary" | "plain" | "quiet";
};

function ReadAgain({ texts, terminal, send, kind }: ReadAgainProps) {
  const reading = terminal.phase === "reading";
  return (
    <Action name="read-again" kind={kind} disabled={reading} onPress={() => send("readTerminal", {})}>
      {texts.screens.home.readAgain}
    </Action>
  );
}

/** The merchant has none, and one can be asked for. */
function isFirstPinDue({ pin, offered }: Snapshot): boolean {
  return !pin.standings.merchant.set && offered.askPinReset?.some(({ role }) => role === "merchant") === true;
}
