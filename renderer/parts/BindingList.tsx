/** Every binding of the terminal with its state; cards and accounts masked as they came. */

import type { ComponentChildren } from "preact";
import type { Language } from "../../device/contract/codes.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { BindingBadge } from "./Badge.tsx";

export type BindingListProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly list: readonly BindingView[];
  /** What stands below a binding. */
  readonly below?: (binding: BindingView) => ComponentChildren;
};

export function BindingList({ texts, language, list, below }: BindingListProps) {
  return (
    <ul class="bindings">
      {list.map((binding) => (
        <li key={keyOf(binding)} class="card" data-field={`binding-${keyOf(binding)}`}>
          <div class="row">
            <h2>{texts.unbind.bindingKinds[binding.bindingKind].subject}</h2>
            <BindingBadge texts={texts} state={binding.state} />
          </div>
          {binding.merchantName && (
            <p class="strong">
              <span data-field="merchant">{binding.merchantName}</span> {binding.merchantIdMasked}
            </p>
          )}
          {binding.subjectMasked && (
            <p class="mono" data-field="subject">
              {binding.subjectMasked}
            </p>
          )}
          <p class="small">
            {providerName(binding, language)} · {texts.screens.menu.epoch(binding.epoch)}
          </p>
          {below?.(binding)}
        </li>
      ))}
    </ul>
  );
}

/** Where a provider has no name in the profile, its id stands for it. */
export function providerName({ providerName: name, providerId }: BindingView, language: Language): string {
  return name ? name[language === "en" ? "en" : "zh"] : providerId;
}

export const keyOf = ({ providerId, bindingKind }: NonNullable<UnbindView["target"]>) => `${providerId}-${bindingKind}`;
