/** The remark to "other reason": phrases for fingers, a field for a keyboard. */

import type { Texts } from "../../device/text/texts.ts";
import { Action } from "./Action.tsx";

/** As the contract bounds it. */
const maxLength = 200;

export type ReasonTextProps = {
  readonly texts: Texts;
  readonly text: string;
  readonly onText: (text: string) => void;
};

export function ReasonText({ texts, text, onText }: ReasonTextProps) {
  const words = texts.screens.draft;
  return (
    <div class="stack">
      <label class="stack">
        {words.textLabel}
        <textarea
          rows={2}
          maxLength={maxLength}
          data-field="reason-text"
          value={text}
          onInput={(event) => onText(event.currentTarget.value.slice(0, maxLength))}
        />
      </label>
      <p class="small">{words.textHint(maxLength)}</p>
      <div class="chips">
        {texts.unbind.reasonPhrases.map((phrase, index) => (
          <Action key={phrase} name={`phrase-${index}`} onPress={() => onText(phrase)}>
            {phrase}
          </Action>
        ))}
      </div>
    </div>
  );
}
