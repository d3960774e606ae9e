/** The frame of every screen: heading, content that may scroll, actions that never leave the view. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import type { ScreenName } from "../state/screenOf.ts";

export type PageProps = {
  readonly screen: ScreenName;
  readonly state?: UnbindStateName;
  readonly title: string;
  readonly children: ComponentChildren;
  /** What this screen is for. */
  readonly actions?: ComponentChildren;
  /** What can be done besides. */
  readonly more?: ComponentChildren;
};

/** Takes the focus when it appears, so that the keyboard and a screen reader start at its heading. */
export function Page({ screen, state, title, children, actions, more }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <main class="page" data-screen={screen} data-state={state}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by a keyboard (WCAG 2.2, 2.1.1). */}
      <section class="body scroll" aria-label={title} tabIndex={0}>
        {children}
      </section>
      {(actions || more) && (
        <footer class="actions">
          {actions && <div class="mainActions">{actions}</div>}
          {more && <div class="moreActions">{more}</div>}
        </footer>
      )}
    </main>
  );
}
