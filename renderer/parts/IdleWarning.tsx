/** Says when the menu will close by itself, and lets the operator stay. */

import { useState } from "preact/hooks";
import type { Texts } from "../../device/text/texts.ts";
import { formatSpan, secondsLeft } from "../state/format.ts";
import { Action } from "./Action.tsx";
import { Dialog } from "./Dialog.tsx";
import { Ticking } from "./Ticking.tsx";

export type IdleWarningProps = {
  readonly texts: Texts;
  /** Somebody is let in: that ends after some minutes whatever they do, so that staying may change nothing. */
  readonly letIn: boolean;
  readonly closesAt: number;
  readonly now: () => number;
  readonly onStay: () => void;
  readonly onLeave: () => void;
};

/** The end is told anew with every touch; the same end differs by less. */
const sameEndMs = 1_000;

export function IdleWarning({ texts, letIn, closesAt, now, onStay, onLeave }: IdleWarningProps) {
  const words = texts.screens.idle;
  const [seen, setSeen] = useState<number | null>(null);
  const left = (nowMs: number) => formatSpan(secondsLeft(closesAt, nowMs), texts);
  // Whoever wanted to stay works on until the end that cannot be put off.
  if (letIn && seen !== null && Math.abs(closesAt - seen) < sameEndMs)
    return (
      <p class="ending" role="status">
        <Ticking now={now}>{(nowMs) => <span data-field="closes-in">{words.ends(left(nowMs))}</span>}</Ticking>
      </p>
    );
  const stay = () => {
    setSeen(closesAt);
    onStay();
  };
  const actions = (
    <>
      <Action name="stay" kind="primary" onPress={stay}>
        {words.stay}
      </Action>
      <Action name="idle-leave" onPress={onLeave}>
        {words.leave}
      </Action>
    </>
  );
  return (
    <Dialog name="idle" title={words.title} onEscape={stay} actions={actions}>
      <Ticking now={now}>
        {(nowMs) => <p data-field="closes-in">{(letIn ? words.letInMeaning : words.meaning)(left(nowMs))}</p>}
      </Ticking>
    </Dialog>
  );
}
