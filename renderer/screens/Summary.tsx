/** Exactly what would be signed, field by field, and the second confirmation above it. */

import { useState } from "preact/hooks";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";
import { Page } from "../parts/Page.tsx";
import { SignedFields } from "../parts/SignedFields.tsx";

export type SummaryProps = {
  readonly texts: Texts;
  readonly summary: NonNullable<UnbindView["summary"]>;
  readonly onDiscard: () => void;
  /** Carries the hash of what is on the screen. */
  readonly onConfirm: (summaryHash: string) => void;
};

export function Summary({ texts, summary, onDiscard, onConfirm }: SummaryProps) {
  const words = texts.screens.summary;
  // The hash that was asked about: a summary that changes under the question closes it.
  const [askedAbout, setAskedAbout] = useState<string | null>(null);
  const actions = (
    <>
      <Action name="discard" onPress={onDiscard}>
        {texts.screens.leaveDraft}
      </Action>
      <Action name="ask-confirm" kind="primary" onPress={() => setAskedAbout(summary.hash)}>
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
        <ConfirmDialog
          texts={texts}
          payload={summary.payload}
          onConfirm={() => onConfirm(summary.hash)}
          onCancel={() => setAskedAbout(null)}
        />
      )}
    </Page>
  );
}
