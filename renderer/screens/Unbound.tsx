/** A terminal that is bound to nobody: since when, what it may not do, and how it is bound again. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import { meaningOf, stateWords } from "../../device/text/meaningOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Details } from "../parts/Details.tsx";
import { Fact, ValueRow } from "../parts/Fact.tsx";
import { Hero } from "../parts/Hero.tsx";
import { JournalNotice } from "../parts/JournalNotice.tsx";
import { Page } from "../parts/Page.tsx";
import { Support } from "../parts/Support.tsx";
import { StatusLine } from "../parts/TerminalFacts.tsx";
import { Waiting } from "../parts/Waiting.tsx";
import { formatTime } from "../state/format.ts";
import { toneOf } from "../state/look.ts";
import { type Look, stageOf } from "../state/screenOf.ts";
import { supportOf } from "../state/support.ts";
import type { SendOrder } from "../state/useHost.ts";

export type UnboundProps = {
  readonly texts: Texts;
  readonly snapshot: Snapshot;
  readonly now: () => number;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function Unbound({ texts, snapshot, now, send, onLook }: UnboundProps) {
  const { terminal, unbind, journal, provisioning, offered } = snapshot;
  const words = texts.screens.unbound;
  const receipt = unbind.receipt?.payload;
  const requestId = receipt?.requestId ?? unbind.requestId;
  const settled = unbind.state === "completed" || unbind.state === "bound";
  const { tone, icon } = toneOf(unbind);
  const seeVoucher = () => {
    onLook(null);
    send("openMenu", {});
  };
  /** Where nobody of the staff has a PIN, what can be done about that comes first. */
  const bindAgain = () => {
    onLook(offered.openStaffMenu ? "enrolmentCode" : "pins");
    if (offered.openStaffMenu) send("openStaffMenu", {});
  };
  const actions = (
    <>
      {stageOf[unbind.state] === "finished" && (
        <Action name="see-voucher" kind="primary" onPress={seeVoucher}>
          {words.seeVoucher}
        </Action>
      )}
      {provisioning.phase === "released" && (
        <Action name="bind-again" onPress={bindAgain}>
          {words.bindAgain}
        </Action>
      )}
    </>
  );
  const more = (
    <>
      <Action name="see-history" kind="quiet" onPress={() => onLook("history")}>
        {texts.screens.home.seeHistory}
      </Action>
      <Action
        name="read-again"
        kind="quiet"
        disabled={terminal.phase === "reading"}
        onPress={() => send("readTerminal", {})}
      >
        {texts.screens.home.readAgain}
      </Action>
    </>
  );
  return (
    <Page screen="unbound" state={unbind.state} title={words.title} actions={actions} more={more}>
      {settled ? (
        <Hero tone="good" icon="check" title={words.meaning} field="request">
          {receipt && <p>{texts.screens.result.since(formatTime(receipt.unboundAt, texts))}</p>}
          <p>{words.noPayments}</p>
        </Hero>
      ) : (
        <>
          <Hero tone={tone} icon={icon} title={stateWords(unbind, texts).name} field="request">
            <p>{meaningOf(unbind, texts)}</p>
          </Hero>
          <Waiting texts={texts} unbind={unbind} now={now} />
          <Support texts={texts} {...supportOf(unbind, texts)} />
        </>
      )}
      <StatusLine texts={texts} terminal={terminal} />
      <JournalNotice
        texts={texts}
        journal={journal}
        onArchive={offered.archiveJournal ? () => send("archiveJournal", {}) : null}
      />
      <Details label={texts.screens.details}>
        <dl class="facts">
          <ValueRow texts={texts} name="sn" terminal={terminal} />
          <ValueRow texts={texts} name="imei" terminal={terminal} />
          {requestId && <Fact label={words.requestId} field="request-id" value={requestId} mono />}
          {receipt && <Fact label={words.receiptId} field="receipt-id" value={receipt.receiptId} mono />}
        </dl>
      </Details>
    </Page>
  );
}
