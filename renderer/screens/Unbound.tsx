/** A terminal that is bound to nobody: who it is, and by which voucher. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { Fact, ValueRow } from "../parts/Fact.tsx";
import { JournalNotice } from "../parts/JournalNotice.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestNotice } from "../parts/RequestNotice.tsx";
import { type Look, stageOf } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";

export type UnboundProps = {
  readonly texts: Texts;
  readonly snapshot: Pick<Snapshot, "terminal" | "unbind" | "journal" | "provisioning" | "offered" | "language">;
  readonly now: () => number;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function Unbound({ texts, snapshot, now, send, onLook }: UnboundProps) {
  const { terminal, unbind, journal, provisioning, offered, language } = snapshot;
  const words = texts.screens.unbound;
  const receipt = unbind.receipt?.payload;
  const requestId = receipt?.requestId ?? unbind.requestId;
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
      <Action name="read-again" disabled={terminal.phase === "reading"} onPress={() => send("readTerminal", {})}>
        {texts.screens.home.readAgain}
      </Action>
      <Action name="see-history" onPress={() => onLook("history")}>
        {texts.screens.home.seeHistory}
      </Action>
      {provisioning.phase === "released" && (
        <Action name="bind-again" onPress={bindAgain}>
          {words.bindAgain}
        </Action>
      )}
      {stageOf[unbind.state] === "finished" && (
        <Action name="see-voucher" kind="primary" onPress={seeVoucher}>
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
        {unbind.state !== "completed" && <RequestNotice texts={texts} language={language} unbind={unbind} now={now} />}
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
