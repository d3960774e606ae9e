/** All bindings of this terminal, each below its own path, and what ending one is not. */

import type { Language } from "../../device/contract/codes.ts";
import type { BindingsView, BindingView } from "../../device/contract/views/binding.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { BindingList, keyOf } from "../parts/BindingList.tsx";
import { Page } from "../parts/Page.tsx";
import type { Look } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";

export type MenuProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly bindings: BindingsView;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function Menu({ texts, language, bindings, offered, send, onLook }: MenuProps) {
  const words = texts.screens.menu;
  const actions = (
    <>
      <Action name="leave" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      <Action name="see-history" onPress={() => onLook("history")}>
        {texts.screens.home.seeHistory}
      </Action>
    </>
  );
  const seeJournal = () => {
    onLook("journal");
    send("readJournal", {});
  };
  const begin = ({ state, providerId, providerName, bindingKind }: BindingView) => {
    const { path } = texts.unbind.bindingKinds[bindingKind];
    const key = keyOf({ providerId, bindingKind });
    if (!offered.beginUnbind?.some((target) => keyOf(target) === key)) {
      const isUnknown = state === "bound" && providerName === null;
      return isUnknown && <p data-field={`unknown-provider-${key}`}>{words.unknownProvider}</p>;
    }
    return (
      <>
        <p class="small">{path.join(" › ")}</p>
        <Action
          name={`begin-unbind-${key}`}
          kind="danger"
          onPress={() => send("beginUnbind", { providerId, bindingKind })}
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
          <Action name="pins" onPress={() => onLook("pins")}>
            {words.pins}
          </Action>
          {offered.readJournal && (
            <Action name="journal" onPress={seeJournal}>
              {words.journal}
            </Action>
          )}
        </div>
      </div>
    </Page>
  );
}
