/** After the commit: the voucher with its QR code, and honestly what was wiped here and what was not. */

import { useState } from "preact/hooks";
import type { UnbindView } from "../../device/contract/host.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Page } from "../parts/Page.tsx";
import { QrCode } from "../parts/QrCode.tsx";
import { VoucherFacts } from "../parts/VoucherFacts.tsx";
import { WipeList } from "../parts/WipeList.tsx";
import { useViewport } from "../state/useViewport.ts";
import type { Texts } from "../text/texts.ts";

export type ResultProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly onResumeWipe: () => void;
  readonly onCheckNow: () => void;
  readonly onSave: () => void;
  readonly onFinish: () => void;
};

export function Result({ texts, unbind, onResumeWipe, onCheckNow, onSave, onFinish }: ResultProps) {
  const words = texts.screens.result;
  const [enlarged, setEnlarged] = useState(false);
  const { width, height } = useViewport();
  const inlinePx = width > height ? Math.min(width * 0.42, height - 258) : Math.min(width - 48, height * 0.46);
  const { receipt, evidencePlace, failure } = unbind;
  const state = texts.unbind.states[unbind.state];
  const qr = (maxPx: number) =>
    receipt && <QrCode text={receipt.jws} maxPx={maxPx} label={words.scan} tooLong={words.tooLong} />;
  const actions = (
    <>
      <Action name="save-evidence" onPress={onSave}>
        {words.saveEvidence}
      </Action>
      {receipt && (
        <Action name="enlarge-qr" onPress={() => setEnlarged(true)}>
          {words.enlarge}
        </Action>
      )}
      {unbind.state === "wipeIncomplete" && (
        <Action name="resume-wipe" kind="primary" onPress={onResumeWipe}>
          {words.resumeWipe}
        </Action>
      )}
      {unbind.state === "wiped" && (
        <Action name="check-now" kind="primary" disabled={unbind.asking} onPress={onCheckNow}>
          {texts.screens.progress.checkNow}
        </Action>
      )}
      {unbind.state === "completed" && (
        <Action name="finish" kind="primary" onPress={onFinish}>
          {words.finish}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="result" state={unbind.state} title={words.title} actions={actions}>
      <Banner tone={unbind.state === "wipeIncomplete" ? "warn" : "good"} title={state.name} field="state">
        <p>{state.meaning}</p>
      </Banner>
      <div class="voucher">
        <figure>
          {receipt ? qr(inlinePx) : <p>{words.noVoucher}</p>}
          {receipt && <figcaption class="small">{words.scan}</figcaption>}
        </figure>
        <div class="scroll stack">
          {failure && <ErrorNote texts={texts} failure={failure} />}
          {evidencePlace && <Banner tone="good" title={words.savedAt(evidencePlace)} field="evidence-place" />}
          {receipt && <VoucherFacts texts={texts} receipt={receipt.payload} />}
          <WipeList texts={texts} items={unbind.wipe} />
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
