/**
 * The one-time code of an enrolment: typed on the screen or on a keyboard, which a scanner pretends to be. The code is
 * here while it is typed, and nowhere once it is sent. No field of the platform: nothing would complete it or keep it.
 */

import { useState } from "preact/hooks";
import type { OrderInput } from "../../../device/contract/orders.ts";
import type { Offered } from "../../../device/contract/views/offered.ts";
import type { ProvisioningView } from "../../../device/contract/views/staff.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Page } from "../../parts/Page.tsx";
import { Working } from "../../parts/Working.tsx";
import type { SendOrder } from "../../state/useHost.ts";
import { CodeKeys } from "./CodeKeys.tsx";

/** As many as the order takes. */
const maxLength = 64;

export type EnrolmentCodeProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly provisioning: ProvisioningView;
  /** After an unbind. */
  readonly again: boolean;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onBack: () => void;
  /** The last order was refused: before it is, the failure is that of somebody else's try, or of one before. */
  readonly refused: boolean;
};

export function EnrolmentCode({
  texts,
  words,
  provisioning,
  again,
  offered,
  send,
  onBack,
  refused,
}: EnrolmentCodeProps) {
  const { code: says } = words;
  const { working, failure } = provisioning;
  const order = offered.bindAgain ? "bindAgain" : offered.provision ? "provision" : null;
  const [code, setCode] = useState("");
  const enrol = (input: OrderInput<"provision">) => {
    if (!order || input.code === "") return;
    setCode("");
    send(order, input);
  };
  const actions = (
    <>
      <Action name="leave-code" disabled={working} onPress={onBack}>
        {texts.screens.back}
      </Action>
      <Action name="code-from-file" disabled={!order} onPress={() => enrol({})}>
        {says.fromFile}
      </Action>
      <Action name="send-code" kind="primary" disabled={!order || code === ""} onPress={() => enrol({ code })}>
        {says.send}
      </Action>
    </>
  );
  return (
    <Page screen="enrolmentCode" title={says.titles[again ? "again" : "first"]} actions={actions}>
      <div class="stack">
        <p>{again ? says.againHint : says.hint}</p>
        {working ? (
          <Working label={words.factory.working} />
        ) : (
          <output class={code ? "codeBox mono" : "codeBox empty"} aria-label={says.typed} data-field="code">
            {code || says.empty}
          </output>
        )}
        {!working && refused && code === "" && failure && (
          <ErrorNote texts={texts} failure={failure} field="provisioning-failure" />
        )}
        <CodeKeys
          words={says}
          disabled={!order}
          onType={(character) => setCode((last) => (last + character).slice(0, maxLength))}
          onErase={() => setCode((last) => last.slice(0, -1))}
          onSubmit={() => enrol({ code })}
        />
        <p class="small">{says.notKept}</p>
      </div>
    </Page>
  );
}
