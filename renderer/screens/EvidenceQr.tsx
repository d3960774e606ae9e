/** The evidence as a series of QR codes, one at a time, for a telephone to take along. */

import { useState } from "preact/hooks";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Details } from "../parts/Details.tsx";
import { Page } from "../parts/Page.tsx";
import { QrCode } from "../parts/QrCode.tsx";
import type { SendOrder } from "../state/useHost.ts";
import { useViewport } from "../state/useViewport.ts";

export type EvidenceQrProps = {
  readonly texts: Texts;
  readonly evidence: NonNullable<Snapshot["evidenceQr"]>;
  readonly send: SendOrder;
};

export function EvidenceQr({ texts, evidence, send }: EvidenceQrProps) {
  const words = texts.screens.evidenceQr;
  const [shown, setShown] = useState(0);
  const { width, height } = useViewport();
  const { parts, requestId } = evidence;
  const maxPx = Math.max(160, Math.min(width - 48, height - 330));
  const actions = (
    <>
      <Action name="hide-evidence" onPress={() => send("hideEvidence", {})}>
        {texts.screens.back}
      </Action>
      <Action name="part-before" disabled={shown === 0} onPress={() => setShown(shown - 1)}>
        {words.before}
      </Action>
      <Action name="part-next" kind="primary" disabled={shown >= parts.length - 1} onPress={() => setShown(shown + 1)}>
        {words.next}
      </Action>
    </>
  );
  return (
    <Page screen="evidenceQr" title={words.title} actions={actions}>
      <div class="stack">
        <p data-field="part">{words.place(shown + 1, parts.length)}</p>
        <QrCode
          text={parts[shown] ?? ""}
          maxPx={maxPx}
          label={words.place(shown + 1, parts.length)}
          tooLong={texts.screens.result.tooLong}
        />
        <p class="small">{words.lead}</p>
        <Details label={texts.screens.details}>
          <p class="small mono">{requestId}</p>
        </Details>
      </div>
    </Page>
  );
}
