/** A technician gives a merchant what is left of the ten tries, and says why. */

import { useState } from "preact/hooks";
import type { PinLiftReason } from "../../../device/contract/codes.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { ReasonChoices } from "../../parts/ReasonChoices.tsx";

export type LiftDialogProps = {
  readonly texts: Texts;
  readonly words: StaffTexts["pins"];
  readonly onLift: (reason: PinLiftReason) => void;
  readonly onClose: () => void;
};

export function LiftDialog({ texts, words, onLift, onClose }: LiftDialogProps) {
  const [reason, setReason] = useState<PinLiftReason | null>(null);
  const actions = (
    <>
      <Action name="lift-no" onPress={onClose}>
        {texts.screens.back}
      </Action>
      <Action name="lift-yes" kind="primary" disabled={!reason} onPress={() => reason && onLift(reason)}>
        {words.liftYes}
      </Action>
    </>
  );
  return (
    <Dialog name="lift" title={words.liftTitle} onEscape={onClose} actions={actions}>
      <p>{words.liftMeaning}</p>
      <ReasonChoices
        name="lift-reason"
        legend={words.liftTitle}
        words={words.liftReasons}
        chosen={reason}
        onChoose={setReason}
      />
    </Dialog>
  );
}
