/** Keys for a PIN, on the screen and on a keyboard. Sends digits on as they come and keeps none. */

import { useTyping } from "../state/useTyping.ts";

export type PinPadProps = {
  /** Digits in the order of the keys; the last stands alone. */
  readonly keypad: readonly number[];
  readonly disabled: boolean;
  readonly canSubmit: boolean;
  readonly eraseLabel: string;
  readonly submitLabel: string;
  readonly onDigit: (digit: number) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
};

export function PinPad({ keypad, disabled, canSubmit, onDigit, onErase, onSubmit, ...labels }: PinPadProps) {
  useTyping({
    disabled,
    onType: (character) => /\d/.test(character) && onDigit(Number(character)),
    onErase,
    onSubmit: () => canSubmit && onSubmit(),
  });

  const key = (name: string, kind: string, label: string, press: () => void, off = disabled) => (
    <button
      key={name}
      type="button"
      class={`key ${kind}`}
      data-action={name}
      disabled={off}
      // A finger must not leave the focus on a key: Enter on the keyboard would press it again.
      onPointerDown={(event) => event.preventDefault()}
      onClick={press}
    >
      {label}
    </button>
  );
  const digitKey = (kind: string) => (digit: number) =>
    key(`digit-${digit}`, kind, String(digit), () => onDigit(digit));
  return (
    <div class="pinPad">
      {keypad.slice(0, -1).map(digitKey(""))}
      {key("pin-erase", "side", labels.eraseLabel, onErase)}
      {keypad.slice(-1).map(digitKey("side"))}
      {key("pin-submit", "side primary", labels.submitLabel, onSubmit, disabled || !canSubmit)}
    </div>
  );
}
