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
  /** What is read beside a picture: under it, or at its side where the screen lies down. */
  readonly beside?: ComponentChildren;
  readonly actions: ComponentChildren;
};

export function Dialog({ name, title, wide = false, onEscape, children, beside, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("[data-action]:not(:disabled)")?.focus();
  }, []);
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by a keyboard (WCAG 2.2, 2.1.1). */}
      <section class={wide ? "dialogBody" : "dialogBody scroll"} aria-label={title} tabIndex={0}>
        {children}
      </section>
      <div class="dialogSide">
        {beside && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by a keyboard (WCAG 2.2, 2.1.1).
          <div class="stack scroll" tabIndex={0}>
            {beside}
          </div>
        )}
        <div class="actions">{actions}</div>
      </div>
    </dialog>
  );
}
