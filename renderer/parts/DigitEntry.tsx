/** The dots and the keys of a PIN or a code. */

import type { Texts } from "../../device/text/texts.ts";
import { PinDots } from "./PinDots.tsx";
import { PinPad } from "./PinPad.tsx";
import { Working } from "./Working.tsx";

export type DigitOrders = {
  readonly onDigit: (digit: number) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
};

export type DigitEntryProps = DigitOrders & {
  readonly texts: Texts;
  readonly typed: number;
  readonly places: number;
  /** How many are enough to be submitted. */
  readonly enough: number;
  readonly checking: boolean;
  /** Digits in the order of the keys; the last stands alone. */
  readonly keypad: readonly number[];
  readonly blocked?: boolean;
};

export function DigitEntry({ texts, typed, places, enough, checking, blocked = false, ...rest }: DigitEntryProps) {
  const words = texts.screens.pin;
  const { keypad, onDigit, onErase, onSubmit } = rest;
  return (
    <div class="stack pinSide">
      <PinDots typed={typed} places={places} label={words.typed(typed)} />
      {checking && <Working label={words.checking} />}
      <PinPad
        keypad={keypad}
        disabled={checking || blocked}
        canSubmit={typed >= enough}
        eraseLabel={words.erase}
        submitLabel={words.submit}
        onDigit={onDigit}
        onErase={onErase}
        onSubmit={onSubmit}
      />
    </div>
  );
}
