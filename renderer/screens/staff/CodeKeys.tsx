/**
 * Keys for a one-time code: the consonants of RFC 8628 section 6.1, or digits, for those who have no keyboard. A
 * keyboard, and a scanner that pretends to be one, types anything that can be printed.
 */

import { useState } from "preact/hooks";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import { useTyping } from "../../state/useTyping.ts";

const letters = [..."BCDFGHJKLMNPQRSTVWXZ"];
const digits = [..."1234567890"];

export type CodeKeysProps = {
  readonly words: StaffTexts["code"];
  readonly disabled: boolean;
  readonly onType: (character: string) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
};

export function CodeKeys({ words, disabled, onType, onErase, onSubmit }: CodeKeysProps) {
  const [inDigits, setInDigits] = useState(false);
  useTyping({ disabled, onType, onErase, onSubmit });

  const key = (name: string, label: string, press: () => void, kind = "") => (
    <button
      key={name}
      type="button"
      class={`key ${kind}`}
      data-action={name}
      disabled={disabled}
      // A finger must not leave the focus on a key: the scanner's Enter would press it again.
      onPointerDown={(event) => event.preventDefault()}
      onClick={press}
    >
      {label}
    </button>
  );
  return (
    <div class="codeKeys">
      {(inDigits ? digits : letters).map((character) => key(`type-${character}`, character, () => onType(character)))}
      {key("type-dash", "-", () => onType("-"))}
      {key("code-layer", inDigits ? words.letters : words.digits, () => setInDigits(!inDigits), "wide")}
      {key("code-erase", words.erase, onErase, "wide")}
    </div>
  );
}
