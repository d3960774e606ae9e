/** Keys for letters or digits, for those who have no keyboard: one layer at a time. Knows nothing of what is typed. */

import { useState } from "preact/hooks";

export type LetterKeysProps = {
  readonly letters: readonly string[];
  /** Beside letters and digits, on both layers: what each types, and what it is called where that cannot be seen. */
  readonly others: readonly { readonly name: string; readonly character: string; readonly label?: string }[];
  readonly words: { readonly letters: string; readonly digits: string; readonly erase: string };
  readonly disabled?: boolean;
  readonly onType: (character: string) => void;
  readonly onErase: () => void;
};

const digits = [..."1234567890"];

export function LetterKeys({ letters, others, words, disabled = false, onType, onErase }: LetterKeysProps) {
  const [inDigits, setInDigits] = useState(false);
  const key = (name: string, label: string, press: () => void, kind = "") => (
    <button
      key={name}
      type="button"
      class={`key ${kind}`}
      data-action={name}
      disabled={disabled}
      // A finger must not leave the focus on a key: a scanner's Enter would press it again.
      onPointerDown={(event) => event.preventDefault()}
      onClick={press}
    >
      {label}
    </button>
  );
  return (
    <div class="codeKeys">
      {(inDigits ? digits : letters).map((character) => key(`type-${character}`, character, () => onType(character)))}
      {others.map(({ name, character, label }) => key(`type-${name}`, label ?? character, () => onType(character)))}
      {key("code-layer", inDigits ? words.letters : words.digits, () => setInDigits(!inDigits), "wide")}
      {key("code-erase", words.erase, onErase, "wide")}
    </div>
  );
}
