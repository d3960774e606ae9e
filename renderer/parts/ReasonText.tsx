/** The remark to "other reason": phrases for fingers, letters and digits by keys on the screen, and a field for a keyboard. */

import { useState } from "preact/hooks";
import type { Texts } from "../../device/text/texts.ts";
import { later } from "../state/later.tsx";
import { Action } from "./Action.tsx";

const LetterKeys = later(async () => (await import("./LetterKeys.tsx")).LetterKeys);

/** As the contract bounds it. */
const maxLength = 200;
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

export type ReasonTextProps = {
  readonly texts: Texts;
  readonly text: string;
  readonly onText: (text: string) => void;
};

export function ReasonText({ texts, text, onText }: ReasonTextProps) {
  const words = texts.screens.draft;
  const [withKeys, setWithKeys] = useState(false);
  const write = (written: string) => onText(written.slice(0, maxLength));
  const others = [
    { name: "dash", character: "-" },
    { name: "space", character: " ", label: words.keys.space },
  ];
  return (
    <div class="stack">
      <label class="stack">
        {words.textLabel}
        <textarea
          rows={2}
          maxLength={maxLength}
          data-field="reason-text"
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </label>
      <p class="small">{words.textHint(maxLength)}</p>
      <div class="chips">
        {texts.unbind.reasonPhrases.map((phrase, index) => (
          <Action key={phrase} name={`phrase-${index}`} onPress={() => onText(phrase)}>
            {phrase}
          </Action>
        ))}
        {!withKeys && (
          <Action name="show-keys" onPress={() => setWithKeys(true)}>
            {words.keys.show}
          </Action>
        )}
      </div>
      {withKeys && (
        <LetterKeys
          letters={letters}
          others={others}
          words={words.keys}
          onType={(character) => write(text + character)}
          onErase={() => write([...text].slice(0, -1).join(""))}
        />
      )}
    </div>
  );
}
