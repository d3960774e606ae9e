/** A few facts for a person to weigh: an icon, what it is about, and the answer. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

export function Lines({ children }: { readonly children: ComponentChildren }) {
  return <dl class="lines">{children}</dl>;
}

export type LineProps = {
  readonly icon: IconName;
  readonly label: string;
  readonly field: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly tone?: "plain" | "warn";
};

export function Line({ icon, label, field, value, note, tone = "plain" }: LineProps) {
  return (
    <div class={`lineRow ${tone}`}>
      <dt>
        <Icon name={icon} />
        {label}
      </dt>
      <dd>
        <span class="value" data-field={field}>
          {value}
        </span>
        {note && <span class="small line">{note}</span>}
      </dd>
    </div>
  );
}
