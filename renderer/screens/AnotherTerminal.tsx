/** Another terminal is connected than the one that this kiosk is about: which one is meant, and the way out. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Details } from "../parts/Details.tsx";
import { Fact, ValueRow } from "../parts/Fact.tsx";
import { Hero } from "../parts/Hero.tsx";
import { Page } from "../parts/Page.tsx";
import { Support } from "../parts/Support.tsx";
import { supportOf } from "../state/support.ts";
import type { SendOrder } from "../state/useHost.ts";

export type AnotherTerminalProps = {
  readonly texts: Texts;
  readonly terminal: Snapshot["terminal"];
  readonly meantSn: string;
  readonly unbind: Snapshot["unbind"];
  readonly send: SendOrder;
};

export function AnotherTerminal({ texts, terminal, meantSn, unbind, send }: AnotherTerminalProps) {
  const words = texts.screens.anotherTerminal;
  const actions = (
    <Action
      name="read-again"
      kind="primary"
      disabled={terminal.phase === "reading"}
      onPress={() => send("readTerminal", {})}
    >
      {texts.screens.home.readAgain}
    </Action>
  );
  return (
    <Page screen="anotherTerminal" state={unbind.state} title={words.title} actions={actions}>
      <Hero tone="warn" icon="terminal" title={words.remedy}>
        <p>{words.meaning}</p>
      </Hero>
      <dl class="facts">
        <Fact label={words.meantSn} field="meant-sn" value={meantSn} mono />
        {terminal.sn.status === "read" && <Fact label={words.there} field="there-sn" value={terminal.sn.value} mono />}
        {unbind.requestId && (
          <Fact label={words.underWay} field="under-way" value={texts.unbind.states[unbind.state].name} />
        )}
      </dl>
      <p class="faint">{words.lost}</p>
      <Support texts={texts} {...supportOf(unbind, texts)} />
      <Details label={texts.screens.details}>
        <dl class="facts">
          <ValueRow texts={texts} name="sn" terminal={terminal} />
          <ValueRow texts={texts} name="imei" terminal={terminal} />
        </dl>
      </Details>
    </Page>
  );
}
