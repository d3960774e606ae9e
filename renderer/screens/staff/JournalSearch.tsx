/** Which records of the journal are looked for: of what, since when, and by the number that somebody read out. */

import { useState } from "preact/hooks";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { ReasonChoices } from "../../parts/ReasonChoices.tsx";
import type { Wanted } from "../../state/journalSearch.ts";
import { useTyping } from "../../state/useTyping.ts";

/** As many as a case number has. */
const places = 7;

export type JournalSearchProps = {
  readonly texts: Texts;
  readonly words: StaffTexts["journal"]["search"];
  readonly wanted: Wanted;
  readonly onLook: (wanted: Wanted) => void;
  readonly onClose: () => void;
};

export function JournalSearch({ texts, words, wanted, onLook, onClose }: JournalSearchProps) {
  const [next, setNext] = useState(wanted);
  const isNumber = next.caseNumber.length === 0 || next.caseNumber.length === places;
  const type = (digit: string) =>
    setNext((last) => ({ ...last, caseNumber: (last.caseNumber + digit).slice(0, places) }));
  const erase = () => setNext((last) => ({ ...last, caseNumber: last.caseNumber.slice(0, -1) }));
  const look = () => isNumber && onLook(next);
  useTyping({ onType: (typed) => /\d/.test(typed) && type(typed), onErase: erase, onSubmit: look });
  const actions = (
    <>
      <Action name="search-no" onPress={onClose}>
        {texts.screens.back}
      </Action>
      <Action name="search-yes" kind="primary" disabled={!isNumber} onPress={look}>
        {words.look}
      </Action>
    </>
  );
  return (
    <Dialog name="journal-search" title={words.title} onEscape={onClose} actions={actions}>
      <p class="strong">{words.about}</p>
      <ReasonChoices
        name="about"
        legend={words.about}
        words={words.kinds}
        chosen={next.kind}
        onChoose={(kind) => setNext({ ...next, kind })}
      />
      <p class="strong">{words.when}</p>
      <ReasonChoices
        name="days"
        legend={words.when}
        words={words.days}
        chosen={next.days}
        onChoose={(days) => setNext({ ...next, days })}
      />
      <p class="strong">{texts.screens.caseNumber}</p>
      <output class={next.caseNumber ? "codeBox mono" : "codeBox empty"} data-field="search-number">
        {next.caseNumber || words.anyNumber}
      </output>
      <div class="codeKeys digits">
        {[..."1234567890"].map((digit) => (
          <Action key={digit} name={`search-${digit}`} onPress={() => type(digit)}>
            {digit}
          </Action>
        ))}
        <Action name="search-erase" disabled={next.caseNumber === ""} onPress={erase}>
          {texts.screens.pin.erase}
        </Action>
      </div>
    </Dialog>
  );
}
