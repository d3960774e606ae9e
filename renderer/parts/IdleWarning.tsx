/** Says when the menu will close by itself, and lets the operator stay. */

import { formatSpan, secondsLeft } from "../state/format.ts";
import type { Texts } from "../text/texts.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { Ticking } from "./Ticking.tsx";

export type IdleWarningProps = {
  readonly texts: Texts;
  readonly closesAt: number;
  readonly now: () => number;
  readonly onStay: () => void;
  readonly onLeave: () => void;
};

export function IdleWarning({ texts, closesAt, now, onStay, onLeave }: IdleWarningProps) {
  const words = texts.screens.idle;
  const actions = (
    <>
      <Action name="stay" kind="primary" onPress={onStay}>
        {words.stay}
      </Action>
      <Action name="idle-leave" onPress={onLeave}>
        {words.leave}
      </Action>
    </>
  );
  return (
    <Dialog name="idle" title={words.title} onEscape={onStay} actions={actions}>
      <Ticking now={now}>
        {(nowMs) => <p data-field="closes-in">{words.meaning(formatSpan(secondsLeft(closesAt, nowMs)))}</p>}
      </Ticking>
    </Dialog>
  );
}
