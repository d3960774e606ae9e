/** After the commit: by whose word it is unbound, what was wiped here and what was not, and what is left to do. */

import { useState } from "preact/hooks";
import type { HistoryEntryView } from "../../device/contract/views/history.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf, stateWords } from "../../device/text/meaningOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner, type Tone } from "../parts/Banner.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Contacts, FollowUps } from "../parts/FollowUps.tsx";
import { Page } from "../parts/Page.tsx";
import { QrCode } from "../parts/QrCode.tsx";
import { VoucherFacts } from "../parts/VoucherFacts.tsx";
import { WipeList } from "../parts/WipeList.tsx";
import { stageOf } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";
import { useViewport } from "../state/useViewport.ts";

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
  const { width, height } = useViewport();
  const inlinePx = width > height ? Math.min(width * 0.42, height - 292) : Math.min(width - 72, height * 0.46);
  const { state, receipt, evidencePlace, failure, proof, profile } = unbind;
  const qr = (maxPx: number) =>
    receipt && <QrCode text={receipt.jws} maxPx={maxPx} label={words.scan} tooLong={words.tooLong} />;
  const actions = (
    <>
      {offered.saveEvidence && (
        <Action name="save-evidence" onPress={() => send("saveEvidence", {})}>
          {words.saveEvidence}
        </Action>
      )}
      {receipt && (
        <Action name="enlarge-qr" onPress={() => setEnlarged(true)}>
          {words.enlarge}
        </Action>
      )}
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
      {stageOf[state] === "finished" && (
        <Action name="finish" kind={state === "completed" ? "primary" : "plain"} onPress={() => send("leaveMenu", {})}>
          {words.finish}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="result" state={state} title={words.title} actions={actions}>
      <Banner tone={toneOf(unbind)} title={stateWords(unbind, texts).name} field="state">
        <p>{meaningOf(unbind, texts)}</p>
      </Banner>
      <div class={receipt ? "voucher" : "voucher plain"}>
        {receipt && (
          <figure>
            {qr(inlinePx)}
            <figcaption class="small">{words.scan}</figcaption>
          </figure>
        )}
        <div class="scroll stack">
          {failure && <ErrorNote texts={texts} failure={failure} />}
          {evidencePlace && <Banner tone="good" title={words.savedAt(evidencePlace)} field="evidence-place" />}
          {proof && (
            <Banner tone={proof === "offline_code" ? "warn" : "info"} title={words.proof} field="proof">
              <p>{words.proofs[proof]}</p>
              {!receipt && <p>{words.noVoucher}</p>}
            </Banner>
          )}
          {receipt && <VoucherFacts texts={texts} receipt={receipt.payload} />}
          <WipeList texts={texts} items={unbind.wipe} />
          {entry && <FollowUps texts={texts} entry={entry} offered={offered} send={send} />}
          {profile && <Contacts texts={texts} profile={profile} />}
          {offered.showEvidence && (
            <Action name="show-evidence" onPress={() => send("showEvidence", {})}>
              {texts.screens.evidenceQr.title}
            </Action>
          )}
        </div>
      </div>
      {enlarged && (
        <Dialog
          name="qr"
          title={words.voucher}
          wide
          onEscape={() => setEnlarged(false)}
          actions={
            <Action name="close-qr" onPress={() => setEnlarged(false)}>
              {texts.screens.back}
            </Action>
          }
        >
          {qr(Math.min(width, height) - 16)}
        </Dialog>
      )}
    </Page>
  );
}

/** Only what is settled on both sides is told as good. */
function toneOf({ state, statementRefused }: UnbindView): Tone {
  if (state === "completed") return "good";
  return statementRefused !== null || state === "wipeIncomplete" || state === "completedPendingSync" ? "warn" : "info";
}
