/** The dots and the keys of a PIN or a code. */

import type { Texts } from "../../device/text/texts.ts";
import type { SendOrder } from "../state/useHost.ts";
import { PinDots } from "./PinDots.tsx";
import { PinPad } from "./PinPad.tsx";
import { Working } from "./Working.tsx";

export type DigitEntryProps = {
  readonly texts: Texts;
  readonly send: SendOrder;
  readonly typed: number;
  readonly places: number;
  /** How many are enough to be submitted. */
  readonly enough: number;
  readonly checking: boolean;
  /** Digits in the order of the keys; the last stands alone. */
  readonly keypad: readonly number[];
  readonly blocked?: boolean;
};

export function DigitEntry({ texts, send, typed, places, enough, checking, keypad, ...entry }: DigitEntryProps) {
  const words = texts.screens.pin;
  return (
    <div class="stack pinSide">
      <PinDots typed={typed} places={places} label={words.typed(typed)} />
      {checking && <Working label={words.checking} />}
      <PinPad
        keypad={keypad}
        disabled={checking || entry.blocked === true}
        canSubmit={typed >= enough}
        eraseLabel={words.erase}
        submitLabel={words.submit}
        onDigit={(digit) => send("pressDigit", { digit })}
        onErase={() => send("eraseDigit", {})}
        onSubmit={() => send("submitEntry", {})}
      />
    </div>
  );
}
