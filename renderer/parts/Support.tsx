/** Whom to ask: what the provider signed, or plainly that it gave nothing. */

import type { Texts } from "../../device/text/texts.ts";
import { Icon } from "./Icon.tsx";

export type SupportProps = {
  readonly texts: Texts;
  readonly name: string;
  /** Null where the provider signed none. */
  readonly contact: string | null;
};

export function Support({ texts, name, contact }: SupportProps) {
  const words = texts.screens.support;
  return (
    <p class="support">
      <Icon name="phone" />
      <span class="grow">
        {contact === null ? words.none(name) : words.call(name)}
        {contact !== null && (
          <strong class="line" data-field="support-contact">
            {contact}
          </strong>
        )}
      </span>
    </p>
  );
}
