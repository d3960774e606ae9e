/** Exactly what would be signed, field by field, and the second confirmation above it. */

import { useState } from "preact/hooks";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";
import { Page } from "../parts/Page.tsx";
import { SignedFields } from "../parts/SignedFields.tsx";
import type { SendOrder } from "../state/useHost.ts";

export type SummaryProps = {
  readonly texts: Texts;
  readonly summary: NonNullable<UnbindView["summary"]>;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function Summary({ texts, summary, offered, send }: SummaryProps) {
  const words = texts.screens.summary;
  // The hash that was asked about: a summary that changes under the question closes it.
  const [askedAbout, setAskedAbout] = useState<string | null>(null);
  const actions = (
    <>
      <Action name="discard" onPress={() => send("cancelUnbind", {})}>
        {texts.screens.leaveDraft}
      </Action>
      <Action
        name="ask-confirm"
        kind="primary"
        disabled={!offered.confirmUnbind}
        onPress={() => setAskedAbout(summary.hash)}
      >
        {words.next}
      </Action>
    </>
  );
  return (
    <Page screen="summary" state="ready" title={words.title} actions={actions}>
      <p>{words.lead}</p>
      <div class="scroll">
        <SignedFields texts={texts} payload={summary.payload} />
      </div>
      <p class="small">
        {words.hash}{" "}
        <span class="mono" data-field="summary-hash">
          {summary.hash}
        </span>
      </p>
      {askedAbout === summary.hash && (
        <ConfirmDialog texts={texts} summary={summary} send={send} onCancel={() => setAskedAbout(null)} />
      )}
    </Page>
  );
}
