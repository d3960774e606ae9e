/** A notice that stands out: what it is about, and what it means. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

export type Tone = "info" | "good" | "warn" | "bad";

export type BannerProps = {
  readonly tone: Tone;
  readonly title: string;
  readonly field?: string;
  readonly children?: ComponentChildren;
};

export const toneIcons: Readonly<Record<Tone, IconName>> = { info: "info", good: "check", warn: "warn", bad: "cross" };

export function Banner({ tone, title, field, children }: BannerProps) {
  return (
    <section class={`banner ${tone}`} role={tone === "bad" ? "alert" : "status"} data-field={field}>
      <span class="sign">
        <Icon name={toneIcons[tone]} />
      </span>
      <div class="grow">
        <strong>{title}</strong>
        {children}
      </div>
    </section>
  );
}
