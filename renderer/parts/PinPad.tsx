/** Keys for a PIN, on the screen and on a keyboard. Sends digits on as they come and keeps none. */

import { useEffect } from "preact/hooks";

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
  useEffect(() => {
    if (disabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (/^[0-9]$/.test(event.key)) onDigit(Number(event.key));
      else if (event.key === "Backspace") onErase();
      // Enter on a button that was reached by the keyboard presses that button.
      else if (event.key === "Enter" && !(event.target as Element).closest("button") && canSubmit) onSubmit();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [disabled, canSubmit, onDigit, onErase, onSubmit]);

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
