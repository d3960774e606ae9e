/** Whose terminal this is, and by which provider; below it, what else hangs on it. */

import type { Language } from "../../device/contract/codes.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { Texts } from "../../device/text/texts.ts";
import { shortMask } from "../state/format.ts";
import { BindingBadge } from "./Badge.tsx";
import { iconOf, keyOf, providerName } from "./BindingList.tsx";
import { Icon } from "./Icon.tsx";

export type ShopCardProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly list: readonly BindingView[];
};

export function ShopCard({ texts, language, list }: ShopCardProps) {
  const shop = list.find(({ merchantName }) => merchantName !== null);
  return (
    <section class="card shopCard">
      <div class="shopHead">
        <span class="avatar">
          <Icon name="shop" />
        </span>
        <div class="grow">
          <h2 data-field="merchant">{shop?.merchantName ?? texts.screens.home.noShop}</h2>
          {shop && <p class="faint">{texts.screens.home.boundAt(providerName(shop, language))}</p>}
        </div>
      </div>
      <ul class="bindings">
        {list.map((binding) => (
          <li key={keyOf(binding)} class="bindingRow" data-field={`binding-${keyOf(binding)}`}>
            <Icon name={iconOf(binding)} />
            <span class="grow">
              {texts.unbind.bindingKinds[binding.bindingKind].subject}
              {binding.subjectMasked && (
                <span class="faint" data-field="subject">
                  {` ${shortMask(binding.subjectMasked)}`}
                </span>
              )}
              {binding.providerId !== shop?.providerId && (
                <span class="small line">{providerName(binding, language)}</span>
              )}
            </span>
            <BindingBadge texts={texts} state={binding.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
