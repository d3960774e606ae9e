/** Keys for a PIN, on the screen and on a keyboard. Sends digits on as they come and keeps none. */

import { useEffect } from "preact/hooks";

export type PinPadProps = {
  readonly disabled: boolean;
  readonly canSubmit: boolean;
  readonly eraseLabel: string;
  readonly submitLabel: string;
  readonly onDigit: (digit: number) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
};

export function PinPad({ disabled, canSubmit, eraseLabel, submitLabel, onDigit, onErase, onSubmit }: PinPadProps) {
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

  const key = (name: string, label: string, press: () => void, off = disabled) => (
    <button
      key={name}
      type="button"
      class={name === "pin-submit" ? "key primary" : "key"}
      data-action={name}
      disabled={off}
      // A finger must not leave the focus on a key: Enter on the keyboard would press it again.
      onPointerDown={(event) => event.preventDefault()}
      onClick={press}
    >
      {label}
    </button>
  );
  return (
    <div class="pinPad">
      {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => key(`digit-${digit}`, String(digit), () => onDigit(digit)))}
      {key("pin-erase", eraseLabel, onErase)}
      {key("digit-0", "0", () => onDigit(0))}
      {key("pin-submit", submitLabel, onSubmit, disabled || !canSubmit)}
    </div>
  );
}
