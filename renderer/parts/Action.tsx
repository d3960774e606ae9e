/** A button. `name` is its stable handle for tests and drivers. */

import type { ComponentChildren } from "preact";

export type ActionProps = {
  readonly name: string;
  readonly kind?: "primary" | "plain" | "danger" | "quiet";
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
};

export function Action({ name, kind = "plain", disabled = false, onPress, children }: ActionProps) {
  return (
    <button type="button" class={`action ${kind}`} data-action={name} disabled={disabled} onClick={onPress}>
      {children}
    </button>
  );
}
