/** A button that acts after being held for two seconds, by finger or by Enter. Letting go, sliding off or losing focus aborts. */

import { useEffect, useRef, useState } from "preact/hooks";

/** The style sheet's fill animation lasts as long. */
const holdMs = 2_000;

export type HoldButtonProps = {
  readonly name: string;
  readonly label: string;
  readonly holdingLabel: string;
  readonly disabled?: boolean;
  readonly onHeld: () => void;
};

export function HoldButton({ name, label, holdingLabel, disabled = false, onHeld }: HoldButtonProps) {
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const abort = () => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const begin = () => {
    clearTimeout(timer.current);
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      onHeld();
    }, holdMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <button
      type="button"
      class={holding ? "action danger hold holding" : "action danger hold"}
      data-action={name}
      disabled={disabled}
      onPointerDown={begin}
      onPointerUp={abort}
      onPointerLeave={abort}
      onPointerCancel={abort}
      onBlur={abort}
      // A long touch would open a menu and take the pointer away.
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        if (!event.repeat) begin();
      }}
      onKeyUp={abort}
    >
      <span class="fill" aria-hidden="true" />
      <span class="label">{holding ? holdingLabel : label}</span>
    </button>
  );
}
