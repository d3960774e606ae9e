/** What can be unbound, one beside the other, each with its state; cards and accounts masked as they came. */

import type { ComponentChildren } from "preact";
import type { Language } from "../../device/contract/codes.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { shortMask } from "../state/format.ts";
import { BindingBadge } from "./Badge.tsx";
import { Icon, type IconName } from "./Icon.tsx";

export type BindingListProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly list: readonly BindingView[];
  /** What stands below a binding. */
  readonly below?: (binding: BindingView) => ComponentChildren;
};

export function BindingList({ texts, language, list, below }: BindingListProps) {
  return (
    <ul class="bindings cards">
      {list.map((binding) => (
        <li key={keyOf(binding)} class="card" data-field={`binding-${keyOf(binding)}`}>
          <div class="row">
            <Icon name={iconOf(binding)} />
            <h2 class="grow">
              {texts.unbind.bindingKinds[binding.bindingKind].subject}
              {binding.subjectMasked && <span data-field="subject">{` ${shortMask(binding.subjectMasked)}`}</span>}
            </h2>
            <BindingBadge texts={texts} state={binding.state} />
          </div>
          <p class="faint">{[binding.merchantName, providerName(binding, language)].filter(Boolean).join(" · ")}</p>
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

export function iconOf({ bindingKind }: Pick<BindingView, "bindingKind">): IconName {
  if (bindingKind === "settlement_card_to_merchant") return "card";
  return bindingKind === "bank_account_to_pos" ? "bank" : "terminal";
}

export const keyOf = ({ providerId, bindingKind }: NonNullable<UnbindView["target"]>) => `${providerId}-${bindingKind}`;
