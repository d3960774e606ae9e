/** Typing a code that is not a PIN: one that the upstream sent, or one that it reads out. Knows only how many digits. */

import type { CodeEntryView } from "../../device/contract/views/people.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { DigitEntry } from "../parts/DigitEntry.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Page } from "../parts/Page.tsx";
import type { SendOrder } from "../state/useHost.ts";

export type CodeEntryProps = {
  readonly texts: Texts;
  readonly entry: CodeEntryView;
  readonly send: SendOrder;
};

export function CodeEntry({ texts, entry, send }: CodeEntryProps) {
  const words = texts.screens.code;
  const { purpose, typed, length, checking, failure, triesLeft, keypad } = entry;
  const leave = (
    <Action name="leave-entry" kind="quiet" disabled={checking} onPress={() => send("leaveEntry", {})}>
      {texts.screens.back}
    </Action>
  );
  return (
    <Page screen="enterCode" title={words[purpose].title} more={leave}>
      <div class="halves entry">
        <div class="stack">
          <p class="row">
            <strong>{words.length(length.min, length.max)}</strong>
            {triesLeft !== null && <span data-field="tries-left">{texts.screens.pin.triesLeft(triesLeft)}</span>}
          </p>
          <p>{words[purpose].hint}</p>
          {failure && <ErrorNote texts={texts} failure={failure} field="code-failure" />}
          <p class="faint">{words.neverPasswords}</p>
        </div>
        <DigitEntry
          texts={texts}
          typed={typed}
          places={length.max}
          enough={length.min}
          checking={checking}
          keypad={keypad}
          blocked={triesLeft === 0}
          send={send}
        />
      </div>
    </Page>
  );
}
