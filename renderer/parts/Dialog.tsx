/** A question above the screen. The platform's own modal dialog keeps focus and touch inside it. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export type DialogProps = {
  readonly name: string;
  readonly title: string;
  readonly wide?: boolean;
  /** The Escape key; nothing else closes a dialog by itself. */
  readonly onEscape: () => void;
  readonly children: ComponentChildren;
  readonly actions: ComponentChildren;
};

export function Dialog({ name, title, wide = false, onEscape, children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class={wide ? "wide" : undefined}
      data-dialog={name}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onEscape();
      }}
    >
      {!wide && <h2>{title}</h2>}
      <div class={wide ? "dialogBody" : "dialogBody scroll"}>{children}</div>
      <footer class="actions">{actions}</footer>
    </dialog>
  );
}
