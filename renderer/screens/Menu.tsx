/** The kinds of binding that can be ended here, and what ending one is not. */

import type { BindingKind } from "../../device/contract/fields.ts";
import type { BindingView } from "../../device/contract/host.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { Page } from "../parts/Page.tsx";
import type { Texts } from "../text/texts.ts";

export type MenuProps = {
  readonly texts: Texts;
  readonly binding: BindingView;
  readonly onBegin: (bindingKind: BindingKind) => void;
  readonly onLeave: () => void;
};

export function Menu({ texts, binding, onBegin, onLeave }: MenuProps) {
  const words = texts.screens.menu;
  const leave = (
    <Action name="leave" onPress={onLeave}>
      {texts.screens.back}
    </Action>
  );
  return (
    <Page screen="menu" title={words.title} actions={leave}>
      <div class="scroll stack">
        <p class="lead">{words.lead}</p>
        {binding.state === "bound" ? (
          <section class="card">
            <h2>{texts.unbind.bindingKinds[binding.bindingKind].name}</h2>
            <p>{texts.unbind.bindingKinds[binding.bindingKind].meaning}</p>
            <p class="strong">{binding.merchantName}</p>
            <Action name="begin-unbind" kind="danger" onPress={() => onBegin(binding.bindingKind)}>
              {words.begin}
            </Action>
          </section>
        ) : (
          <Banner tone="warn" title={words.notBound} />
        )}
        <ul class="rules">
          {words.isNot.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
