/** A terminal that was never enrolled: what it is, and that it is not in service. */

import type { Offered } from "../../../device/contract/views/offered.ts";
import type { ProvisioningView } from "../../../device/contract/views/staff.ts";
import type { TerminalView } from "../../../device/contract/views/terminal.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Banner } from "../../parts/Banner.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { ValueRow } from "../../parts/Fact.tsx";
import { Page } from "../../parts/Page.tsx";
import { Working } from "../../parts/Working.tsx";
import type { Look } from "../../state/screenOf.ts";
import type { SendOrder } from "../../state/useHost.ts";
import { KeyFacts } from "./KeyFacts.tsx";

export type FactoryProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly terminal: TerminalView;
  readonly provisioning: ProvisioningView;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function Factory({ texts, words, terminal, provisioning, offered, send, onLook }: FactoryProps) {
  const { title, notInService, meaning, begin, working } = words.factory;
  const { failure } = provisioning;
  const reading = terminal.phase === "reading";
  const actions = (
    <>
      <Action name="read-again" disabled={reading} onPress={() => send("readTerminal", {})}>
        {texts.screens.home.readAgain}
      </Action>
      <Action
        name="begin-enrolment"
        kind="primary"
        disabled={!offered.provision}
        onPress={() => onLook("enrolmentCode")}
      >
        {begin}
      </Action>
    </>
  );
  return (
    <Page screen="factory" title={title} actions={actions}>
      <div class="stack">
        <Banner tone="warn" title={notInService} field="not-in-service">
          <p>{meaning}</p>
        </Banner>
        {provisioning.working && <Working label={working} />}
        {reading && <Working label={texts.screens.home.reading} />}
        {terminal.failure && <ErrorNote texts={texts} failure={terminal.failure} field="terminal-failure" />}
        {/* A code that nobody has put anywhere yet is no failure: it is typed here. */}
        {failure && failure.code !== "provisioning/no-code" && (
          <ErrorNote texts={texts} failure={failure} field="provisioning-failure" />
        )}
        <dl class="facts">
          <ValueRow texts={texts} name="sn" terminal={terminal} />
          <ValueRow texts={texts} name="imei" terminal={terminal} />
          <ValueRow texts={texts} name="model" terminal={terminal} />
          <KeyFacts words={words} provisioning={provisioning} />
        </dl>
      </div>
    </Page>
  );
}
