/** A request that ended without an unbind, and why. */

import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf } from "../../device/text/meaningOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { Fact } from "../parts/Fact.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestFacts } from "../parts/RequestFacts.tsx";
import { formatInstant } from "../state/format.ts";
import type { SendOrder } from "../state/useHost.ts";

export type OutcomeProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly now: () => number;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function Outcome({ texts, unbind, now, offered, send }: OutcomeProps) {
  const words = texts.screens.outcome;
  const state = texts.unbind.states[unbind.state];
  const { rejection } = unbind;
  const actions = (
    <>
      <Action name="leave" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      {offered.saveEvidence && (
        <Action name="save-evidence" onPress={() => send("saveEvidence", {})}>
          {texts.screens.result.saveEvidence}
        </Action>
      )}
      {offered.closeOutcome && (
        <Action name="close-outcome" kind="primary" onPress={() => send("closeOutcome", {})}>
          {texts.screens.close}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="outcome" state={unbind.state} title={words.title} actions={actions}>
      <Banner tone={unbind.state === "cancelled" ? "info" : "warn"} title={state.name} field="state">
        <p>{meaningOf(unbind, texts)}</p>
        {unbind.state === "rejected" && <p>{words.supersedes}</p>}
      </Banner>
      <div class="scroll stack">
        {rejection && (
          <dl class="facts">
            {rejection.text && <Fact label={words.said} field="rejection-text" value={rejection.text} />}
            <Fact label={words.code} field="rejection-code" value={rejection.code} mono />
            {rejection.until && (
              <Fact label={words.until} field="rejection-until" value={formatInstant(rejection.until)} />
            )}
          </dl>
        )}
        <RequestFacts texts={texts} unbind={unbind} now={now} />
      </div>
    </Page>
  );
}
