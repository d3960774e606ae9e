/** After the commit: that it is done and since when, what can be taken along, what is left to do, and by whose word. */

import { useState } from "preact/hooks";
import type { HistoryEntryView } from "../../device/contract/views/history.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf, stateWords } from "../../device/text/meaningOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { Details } from "../parts/Details.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { FollowUps } from "../parts/FollowUps.tsx";
import { Hero } from "../parts/Hero.tsx";
import { Page } from "../parts/Page.tsx";
import { PrintAction } from "../parts/PrintAction.tsx";
import { Stages } from "../parts/Stages.tsx";
import { Support } from "../parts/Support.tsx";
import { VoucherDialog } from "../parts/VoucherDialog.tsx";
import { VoucherFacts } from "../parts/VoucherFacts.tsx";
import { WipeList, WipeNotice } from "../parts/WipeList.tsx";
import { formatTime } from "../state/format.ts";
import { toneOf } from "../state/look.ts";
import { stageOf } from "../state/screenOf.ts";
import { supportOf } from "../state/support.ts";
import type { SendOrder } from "../state/useHost.ts";

export type ResultProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  /** The same unbind in the history, with its follow-ups. */
  readonly entry: HistoryEntryView | undefined;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function Result({ texts, unbind, entry, offered, send }: ResultProps) {
  const words = texts.screens.result;
  const [enlarged, setEnlarged] = useState(false);
  const { state, receipt, voucher, evidencePlace, failure, proof, statementRefused } = unbind;
  const { tone, icon } = toneOf(unbind);
  const shared = { texts, unbind, offered, send };
  const needsHelp = failure !== null || statementRefused !== null || state === "wipeIncomplete";
  return (
    <Page
      screen="result"
      state={state}
      title={words.title}
      actions={<ResultActions {...shared} onScan={() => setEnlarged(true)} />}
      more={<MoreActions {...shared} />}
    >
      <Hero tone={tone} icon={icon} title={stateWords(unbind, texts).name} field="state">
        {receipt && <p class="strong">{words.since(formatTime(receipt.payload.unboundAt, texts))}</p>}
        <p>{meaningOf(unbind, texts)}</p>
        {state === "completed" && <p>{words.handOver[receipt?.payload.bindingKind ?? "terminal_to_merchant"]}</p>}
      </Hero>
      {state !== "completed" && <Stages texts={texts} unbind={unbind} />}
      {failure && <ErrorNote texts={texts} failure={failure} />}
      {evidencePlace && <Banner tone="good" title={words.saved[evidencePlace.on]} field="evidence-saved" />}
      {proof && !receipt && (
        <Banner tone={proof === "offline_code" ? "warn" : "info"} title={words.proof} field="proof">
          <p>{words.proofs[proof]}</p>
          <p>{words.noVoucher}</p>
        </Banner>
      )}
      <WipeNotice texts={texts} items={unbind.wipe} />
      {needsHelp && <Support texts={texts} {...supportOf(unbind, texts)} />}
      {entry && <FollowUps texts={texts} entry={entry} offered={offered} send={send} />}
      <Details label={texts.screens.details}>
        {proof && receipt && <p data-field="proof">{words.proofs[proof]}</p>}
        {evidencePlace && (
          <p class="small mono" data-field="evidence-place">
            {evidencePlace.place}
          </p>
        )}
        {receipt && <VoucherFacts texts={texts} receipt={receipt.payload} />}
        <WipeList texts={texts} items={unbind.wipe} />
      </Details>
      {enlarged && voucher && <VoucherDialog texts={texts} voucher={voucher} onClose={() => setEnlarged(false)} />}
    </Page>
  );
}

type ActionsProps = Pick<ResultProps, "texts" | "unbind" | "offered" | "send">;

function ResultActions({ texts, unbind, offered, send, onScan }: ActionsProps & { readonly onScan: () => void }) {
  const words = texts.screens.result;
  return (
    <>
      {offered.resumeWipe && (
        <Action name="resume-wipe" kind="primary" onPress={() => send("resumeWipe", {})}>
          {words.resumeWipe}
        </Action>
      )}
      {offered.checkNow && (
        <Action name="check-now" kind="primary" disabled={unbind.asking} onPress={() => send("checkNow", {})}>
          {texts.screens.progress.checkNow}
        </Action>
      )}
      {unbind.receipt && (
        <Action name="enlarge-qr" kind={unbind.state === "completed" ? "primary" : "plain"} onPress={onScan}>
          {words.take}
        </Action>
      )}
      <PrintAction texts={texts} kind="voucher" offered={offered} send={send} />
      {offered.saveEvidence && (
        <Action name="save-evidence" onPress={() => send("saveEvidence", {})}>
          {words.saveEvidence}
        </Action>
      )}
    </>
  );
}

function MoreActions({ texts, unbind, send }: ActionsProps) {
  return (
    <>
      {stageOf[unbind.state] === "finished" && (
        <Action name="finish" kind="quiet" onPress={() => send("leaveMenu", {})}>
          {texts.screens.result.finish}
        </Action>
      )}
    </>
  );
}
