/**
 * What has the focus may go away or be switched off under it. Then a dialog's first button has it, or the screen's heading, and
 * never the page as a whole, from where a keyboard and a screen reader would begin anew.
 */

import { useEffect } from "preact/hooks";

export function useFocusKept(): void {
  useEffect(() => {
    const keep = () => {
      const focused = document.activeElement;
      if (focused !== document.body && !focused?.matches(":disabled")) return;
      const dialog = document.querySelector("dialog[open]");
      const first = dialog ? dialog.querySelector<HTMLElement>("[data-action]:not(:disabled)") : null;
      (first ?? document.querySelector<HTMLElement>("#page h1"))?.focus({ preventScroll: true });
    };
    const changes = new MutationObserver(keep);
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
    return () => changes.disconnect();
  }, []);
}
