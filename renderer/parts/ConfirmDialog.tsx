/** The second confirmation: which terminal, what happens, and a button to be held. */

import type { Texts } from "../text/texts.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { HoldButton } from "./HoldButton.tsx";

export type ConfirmDialogProps = {
  readonly texts: Texts;
  readonly sn: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

export function ConfirmDialog({ texts, sn, onConfirm, onCancel }: ConfirmDialogProps) {
  const words = texts.screens.summary;
  const actions = (
    <>
      <Action name="cancel-confirm" onPress={onCancel}>
        {texts.screens.back}
      </Action>
      <HoldButton name="confirm" label={words.hold} holdingLabel={words.holding} onHeld={onConfirm} />
    </>
  );
  return (
    <Dialog name="confirm" title={words.confirmTitle} onEscape={onCancel} actions={actions}>
      <p>{words.confirmMeaning}</p>
      <p>
        {words.confirmSn}
        <span class="snTail mono" data-field="sn-tail">
          {sn.slice(-4)}
        </span>
      </p>
      <p class="small">{words.holdHint}</p>
    </Dialog>
  );
}
