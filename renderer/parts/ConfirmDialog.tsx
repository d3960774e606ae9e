/** The second confirmation: which terminal, what happens, and a button to be held. */

import type { RequestPayload } from "../../device/contract/messages/request.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { HoldButton } from "./HoldButton.tsx";

export type ConfirmDialogProps = {
  readonly texts: Texts;
  readonly payload: RequestPayload;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

export function ConfirmDialog({ texts, payload, onConfirm, onCancel }: ConfirmDialogProps) {
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
      <p>{words.confirmMeaning[meaningOf(payload)]}</p>
      <p>
        {words.confirmSn}
        <span class="snTail mono" data-field="sn-tail">
          {payload.device.sn.slice(-4)}
        </span>
      </p>
      <p class="small">{words.holdHint}</p>
    </Dialog>
  );
}

function meaningOf({ secondApproval, way, execution }: RequestPayload) {
  if (secondApproval) return "second";
  return way === "offline" ? "offline" : execution;
}
