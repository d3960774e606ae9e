/** A notice that stands out: what it is about, and what it means. */

import type { ComponentChildren } from "preact";

export type Tone = "info" | "good" | "warn" | "bad";

export type BannerProps = {
  readonly tone: Tone;
  readonly title: string;
  readonly field?: string;
  readonly children?: ComponentChildren;
};

const signs: Readonly<Record<Tone, string>> = { info: "i", good: "✓", warn: "!", bad: "×" };

export function Banner({ tone, title, field, children }: BannerProps) {
  return (
    <section class={`banner ${tone}`} role={tone === "bad" ? "alert" : "status"} data-field={field}>
      <span class={`sign ${tone}`} aria-hidden="true">
        {signs[tone]}
      </span>
      <div class="grow">
        <strong>{title}</strong>
        {children}
      </div>
    </section>
  );
}
