/** A state in one word, set apart by colour and by the word itself. */

import type { BindingView } from "../../device/contract/views/binding.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { Tone } from "./Banner.tsx";

export type BadgeProps = { readonly tone: Tone; readonly text: string; readonly field?: string };

export function Badge({ tone, text, field }: BadgeProps) {
  return (
    <span class={`badge ${tone}`} data-field={field}>
      {text}
    </span>
  );
}

export function BindingBadge({ texts, state }: { readonly texts: Texts; readonly state: BindingView["state"] }) {
  return (
    <Badge
      tone={state === "bound" ? "good" : "info"}
      text={texts.terminal.bindingStates[state]}
      field="binding-state"
    />
  );
}
