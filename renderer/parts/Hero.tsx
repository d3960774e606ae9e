/** Where things stand, at a glance: a sign, a headline, a sentence. */

import type { ComponentChildren } from "preact";
import type { Tone } from "./Banner.tsx";
import { Icon, type IconName } from "./Icon.tsx";

export type HeroProps = {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly field?: string;
  readonly children?: ComponentChildren;
};

export function Hero({ tone, icon, title, field, children }: HeroProps) {
  return (
    <section class={`hero ${tone}`} role="status" data-field={field}>
      <span class="heroSign">
        <Icon name={icon} />
      </span>
      <div class="grow">
        <strong>{title}</strong>
        {children}
      </div>
    </section>
  );
}
