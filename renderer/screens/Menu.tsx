/** Which of several bindings shall be ended. Where there is only one, nobody comes here on the way to it. */

import type { Language } from "../../device/contract/codes.ts";
import type { BindingsView, BindingView } from "../../device/contract/views/binding.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { BindingList, keyOf } from "../parts/BindingList.tsx";
import { Page } from "../parts/Page.tsx";
import { Support } from "../parts/Support.tsx";
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
  const seeJournal = () => {
    onLook("journal");
    send("readJournal", {});
  };
  const more = (
    <>
      <Action name="leave" kind="quiet" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      <Action name="see-history" kind="quiet" onPress={() => onLook("history")}>
        {texts.screens.home.seeHistory}
      </Action>
      <Action name="pins" kind="quiet" onPress={() => onLook("pins")}>
        {words.pins}
      </Action>
      {offered.readJournal && (
        <Action name="journal" kind="quiet" onPress={seeJournal}>
          {words.journal}
        </Action>
      )}
    </>
  );
  const begin = ({ state, providerId, providerName, bindingKind }: BindingView) => {
    const key = keyOf({ providerId, bindingKind });
    if (!offered.beginUnbind?.some((target) => keyOf(target) === key)) {
      const isUnknown = state === "bound" && providerName === null;
      return isUnknown && <p data-field={`unknown-provider-${key}`}>{words.unknownProvider}</p>;
    }
    return (
      <>
        <p>{texts.unbind.bindingKinds[bindingKind].effects.short}</p>
        <Action
          name={`begin-unbind-${key}`}
          kind="primary"
          onPress={() => send("beginUnbind", { providerId, bindingKind })}
        >
          {texts.unbind.bindingKinds[bindingKind].begin}
        </Action>
      </>
    );
  };
  return (
    <Page screen="menu" title={words.title} more={more}>
      {bindings.state === "known" ? (
        <BindingList texts={texts} language={language} list={bindings.list} below={begin} />
      ) : (
        <>
          <Banner tone="warn" title={words.notBound} />
          <Support texts={texts} name={texts.screens.support.provider} contact={null} />
        </>
      )}
      <p class="faint">{words.rule}</p>
    </Page>
  );
}
