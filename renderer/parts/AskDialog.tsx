/** A yes-or-no question before something that cannot simply be taken back. */

import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";

export type AskDialogProps = {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  readonly hint?: string | null;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
};

export function AskDialog({ name, title, meaning, hint = null, yes, no, onYes, onNo }: AskDialogProps) {
  const actions = (
    <>
      <Action name={`${name}-no`} onPress={onNo}>
        {no}
      </Action>
      <Action name={`${name}-yes`} kind="danger" onPress={onYes}>
        {yes}
      </Action>
    </>
  );
  return (
    <Dialog name={name} title={title} onEscape={onNo} actions={actions}>
      <p>{meaning}</p>
      {hint && <p class="strong">{hint}</p>}
    </Dialog>
  );
}
