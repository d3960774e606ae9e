/**
 * What is typed on a keyboard, and by a scanner that pretends to be one, where no field of the platform takes it. A key that
 * is held types once.
 */

import { useLayoutEffect } from "preact/hooks";

export type Typing = {
  readonly disabled?: boolean;
  /** One printable character of ASCII. */
  readonly onType: (character: string) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
};

export function useTyping({ disabled = false, onType, onErase, onSubmit }: Typing): void {
  // Not after the next frame: a scanner types many characters between two, and its Enter sends what stands there then.
  useLayoutEffect(() => {
    if (disabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Backspace") onErase();
      else if (event.repeat) return;
      else if (/^[\x21-\x7e]$/.test(event.key)) onType(event.key);
      // Enter on a button that was reached by the keyboard presses that button.
      else if (event.key === "Enter" && !(event.target as Element).closest("button")) onSubmit();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [disabled, onType, onErase, onSubmit]);
}
