/** Whether it can be heard, seen and printed: both sounds, the screen in one colour after the other, a label where there is a printer. */

import { useState } from "preact/hooks";
import type { Offered } from "../../../device/contract/views/offered.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Page } from "../../parts/Page.tsx";
import { PrintAction } from "../../parts/PrintAction.tsx";
import { play } from "../../state/sound.ts";
import type { SendOrder } from "../../state/useHost.ts";

export type TrialsProps = {
  readonly texts: Texts;
  readonly words: StaffTexts["trials"];
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onBack: () => void;
};

/** A dead point is seen on one of them. */
const colours = ["white", "black", "red", "green", "blue"] as const;

export function Trials({ texts, words, offered, send, onBack }: TrialsProps) {
  const [shown, setShown] = useState<number | null>(null);
  const colour = shown === null ? undefined : colours[shown];
  if (colour)
    return (
      <button
        type="button"
        class={`trial ${colour}`}
        data-action="trial-next"
        aria-label={words.next}
        onClick={() => setShown((last) => (last === null || last + 1 === colours.length ? null : last + 1))}
      />
    );
  const back = (
    <Action name="leave-trials" onPress={onBack}>
      {texts.screens.back}
    </Action>
  );
  return (
    <Page screen="trials" title={words.title} actions={back}>
      <div class="doors">
        <Action name="trial-done" onPress={() => play("done")}>
          {words.done}
        </Action>
        <Action name="trial-failed" onPress={() => play("failed")}>
          {words.failed}
        </Action>
        <Action name="trial-screen" onPress={() => setShown(0)}>
          {words.screen}
        </Action>
        <PrintAction texts={texts} kind="label" offered={offered} send={send} />
      </div>
      <p class="small">{words.hint}</p>
    </Page>
  );
}
