/** Taking a failed check upon oneself: which one, and why. */

import { useState } from "preact/hooks";
import type { CheckCode } from "../../device/contract/codes.ts";
import type { Waiver } from "../../device/contract/messages/request.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { SendOrder } from "../state/useHost.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { ReasonChoices } from "./ReasonChoices.tsx";

export type WaiveDialogProps = {
  readonly texts: Texts;
  readonly check: CheckCode;
  readonly send: SendOrder;
  readonly onClose: () => void;
};

export function WaiveDialog({ texts, check, send, onClose }: WaiveDialogProps) {
  const words = texts.screens.checks;
  const [reason, setReason] = useState<Waiver["reason"] | null>(null);
  const waive = () => {
    onClose();
    if (reason) send("waiveCheck", { check, reason });
  };
  const actions = (
    <>
      <Action name="waive-no" onPress={onClose}>
        {texts.screens.back}
      </Action>
      <Action name="waive-yes" kind="danger" disabled={!reason} onPress={waive}>
        {words.waiveYes}
      </Action>
    </>
  );
  return (
    <Dialog name="waive" title={words.waiveTitle} onEscape={onClose} actions={actions}>
      <p class="strong">{texts.unbind.checks[check].problem(null)}</p>
      <p>{words.waiveMeaning}</p>
      <ReasonChoices
        name="waiver"
        legend={words.waiveTitle}
        words={texts.unbind.waiverReasons}
        chosen={reason}
        onChoose={setReason}
      />
    </Dialog>
  );
}
