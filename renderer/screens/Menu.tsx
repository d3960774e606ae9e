/** All bindings of this terminal, each below its own path, and what ending one is not. */

import type { Language } from "../../device/contract/codes.ts";
import type { OrderInput } from "../../device/contract/orders.ts";
import type { BindingsView, BindingView } from "../../device/contract/views/binding.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { BindingList, keyOf } from "../parts/BindingList.tsx";
import { Page } from "../parts/Page.tsx";

export type MenuProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly bindings: BindingsView;
  readonly onBegin: (target: OrderInput<"beginUnbind">) => void;
  readonly onHistory: () => void;
  readonly onPins: () => void;
  readonly onJournal: () => void;
  readonly onLeave: () => void;
};

export function Menu({ texts, language, bindings, onBegin, onHistory, onPins, onJournal, onLeave }: MenuProps) {
  const words = texts.screens.menu;
  const actions = (
    <>
      <Action name="leave" onPress={onLeave}>
        {texts.screens.back}
      </Action>
      <Action name="see-history" onPress={onHistory}>
        {texts.screens.home.seeHistory}
      </Action>
    </>
  );
  const begin = ({ state, providerId, bindingKind }: BindingView) => {
    const { path } = texts.unbind.bindingKinds[bindingKind];
    if (state !== "bound") return null;
    return (
      <>
        <p class="small">{path.join(" › ")}</p>
        <Action
          name={`begin-unbind-${keyOf({ providerId, bindingKind })}`}
          kind="danger"
          onPress={() => onBegin({ providerId, bindingKind })}
        >
          {texts.unbind.bindingKinds[bindingKind].name}
        </Action>
      </>
    );
  };
  return (
    <Page screen="menu" title={words.title} actions={actions}>
      <div class="scroll stack">
        {bindings.state === "known" ? (
          <>
            <p class="lead">{words.lead}</p>
            <BindingList texts={texts} language={language} list={bindings.list} below={begin} />
          </>
        ) : (
          <Banner tone="warn" title={words.notBound} />
        )}
        <ul class="rules">
          {words.rules.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div class="chips">
          <Action name="pins" onPress={onPins}>
            {words.pins}
          </Action>
          <Action name="journal" onPress={onJournal}>
            {words.journal}
          </Action>
        </div>
      </div>
    </Page>
  );
}
