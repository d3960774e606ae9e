/** A terminal that is bound to nobody: who it is, and by which voucher. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { Fact, ValueRow } from "../parts/Fact.tsx";
import { JournalNotice } from "../parts/JournalNotice.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestNotice } from "../parts/RequestNotice.tsx";
import { stageOf } from "../state/screenOf.ts";

export type UnboundProps = {
  readonly texts: Texts;
  readonly snapshot: Pick<Snapshot, "terminal" | "unbind" | "journal" | "provisioning">;
  readonly now: () => number;
  readonly onVoucher: () => void;
  readonly onHistory: () => void;
  readonly onReadAgain: () => void;
  /** Staff only; asks for the PIN. */
  readonly onBindAgain: () => void;
};

export function Unbound({ texts, snapshot, now, onVoucher, onHistory, onReadAgain, onBindAgain }: UnboundProps) {
  const { terminal, unbind, journal, provisioning } = snapshot;
  const words = texts.screens.unbound;
  const receipt = unbind.receipt?.payload;
  const requestId = receipt?.requestId ?? unbind.requestId;
  const actions = (
    <>
      <Action name="read-again" disabled={terminal.phase === "reading"} onPress={onReadAgain}>
        {texts.screens.home.readAgain}
      </Action>
      <Action name="see-history" onPress={onHistory}>
        {texts.screens.home.seeHistory}
      </Action>
      {provisioning.phase === "released" && (
        <Action name="bind-again" onPress={onBindAgain}>
          {words.bindAgain}
        </Action>
      )}
      {stageOf[unbind.state] === "finished" && (
        <Action name="see-voucher" kind="primary" onPress={onVoucher}>
          {words.seeVoucher}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="unbound" state={unbind.state} title={words.title} actions={actions}>
      <div class="scroll stack">
        <Banner tone="info" title={words.noPayments}>
          <p>{words.meaning}</p>
        </Banner>
        {unbind.state === "completedPendingSync" && <RequestNotice texts={texts} unbind={unbind} now={now} />}
        <JournalNotice texts={texts} journal={journal} />
        <dl class="facts">
          <ValueRow texts={texts} name="sn" terminal={terminal} />
          <ValueRow texts={texts} name="imei" terminal={terminal} />
          {requestId && <Fact label={words.requestId} field="request-id" value={requestId} mono />}
          {receipt && <Fact label={words.receiptId} field="receipt-id" value={receipt.receiptId} mono />}
        </dl>
      </div>
    </Page>
  );
}
