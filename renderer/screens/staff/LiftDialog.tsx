/** A technician gives a merchant the last tries, and says why. */

import { useState } from "preact/hooks";
import type { PinLiftReason } from "../../../device/contract/codes.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Choice } from "../../parts/Choice.tsx";
import { Dialog } from "../../parts/Dialog.tsx";

export type LiftDialogProps = {
  readonly texts: Texts;
  readonly words: StaffTexts["pins"];
  readonly onLift: (reason: PinLiftReason) => void;
  readonly onClose: () => void;
};

export function LiftDialog({ texts, words, onLift, onClose }: LiftDialogProps) {
  const [reason, setReason] = useState<PinLiftReason | null>(null);
  const reasons = Object.entries(words.liftReasons) as [PinLiftReason, string][];
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
      <fieldset class="choices">
        <legend class="unseen">{words.liftTitle}</legend>
        {reasons.map(([code, word]) => (
          <Choice
            key={code}
            name={`lift-reason-${code}`}
            group="lift-reason"
            checked={reason === code}
            onToggle={() => setReason(code)}
          >
            {word}
          </Choice>
        ))}
      </fieldset>
    </Dialog>
  );
}
