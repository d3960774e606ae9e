/** Whose terminal this is, and by which provider; below it, what else hangs on it. */

import type { Language } from "../../device/contract/codes.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { Texts } from "../../device/text/texts.ts";
import { readableOn } from "../state/brandColour.ts";
import { formatDay } from "../state/day.ts";
import { shortMask } from "../state/format.ts";
import { BindingBadge } from "./Badge.tsx";
import { iconOf, keyOf, providerName } from "./BindingList.tsx";
import { Icon } from "./Icon.tsx";
import { Logo } from "./Logo.tsx";

export type ShopCardProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly list: readonly BindingView[];
};

export function ShopCard({ texts, language, list }: ShopCardProps) {
  const words = texts.screens.home;
  const shop = list.find(({ merchantName }) => merchantName !== null);
  const { logo = null, colour = null } = shop?.brand ?? {};
  const { light, dark } = readableOn(colour);
  return (
    <section class="card shopCard" style={{ "--brand-light": light, "--brand-dark": dark }}>
      <div class="shopHead">
        <span class={logo ? "avatar ofProvider" : "avatar"}>
          {logo ? <Logo shapes={logo} /> : <Icon name="shop" />}
        </span>
        <div class="grow">
          <h2 data-field="merchant">{shop?.merchantName ?? words.noShop}</h2>
          {shop && (
            <p class="providerName" data-field="provider-name">
              {words.boundAt(providerName(shop, language))}
            </p>
          )}
          {shop?.boundAt && (
            <p class="small" data-field="bound-since">
              {words.boundSince(formatDay(shop.boundAt, texts))}
            </p>
          )}
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
