/** The second confirmation: which terminal, what happens, and a button to be held. */

import type { RequestPayload } from "../../device/contract/messages/request.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { SendOrder } from "../state/useHost.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { HoldButton } from "./HoldButton.tsx";

export type ConfirmDialogProps = {
  readonly texts: Texts;
  readonly summary: NonNullable<UnbindView["summary"]>;
  readonly send: SendOrder;
  readonly onCancel: () => void;
};

export function ConfirmDialog({ texts, summary, send, onCancel }: ConfirmDialogProps) {
  const { payload, hash } = summary;
  const words = texts.screens.summary;
  const actions = (
    <>
      <Action name="cancel-confirm" onPress={onCancel}>
        {texts.screens.back}
      </Action>
      <HoldButton
        name="confirm"
        label={words.hold}
        holdingLabel={words.holding}
        // The hash of what is on the screen: what was seen is what is signed.
        onHeld={() => send("confirmUnbind", { summaryHash: hash })}
      />
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
