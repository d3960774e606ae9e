/** A box to be ticked, or one of several to be chosen, with its words beside it. */

import type { ComponentChildren } from "preact";

export type ChoiceProps = {
  readonly name: string;
  /** Those of one group exclude each other; without a group it is a box of its own. */
  readonly group?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onToggle: () => void;
  readonly children: ComponentChildren;
};

export function Choice({ name, group, checked, disabled = false, onToggle, children }: ChoiceProps) {
  return (
    <label class="choice">
      <input
        type={group ? "radio" : "checkbox"}
        name={group}
        data-action={name}
        checked={checked}
        disabled={disabled}
        onChange={onToggle}
      />
      <span class="grow">{children}</span>
    </label>
  );
}
