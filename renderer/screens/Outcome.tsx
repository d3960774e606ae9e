/** A request that ended without an unbind: why, and how to apply again without saying everything anew. */

import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf } from "../../device/text/meaningOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { keyOf } from "../parts/BindingList.tsx";
import { Details } from "../parts/Details.tsx";
import { Hero } from "../parts/Hero.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestFacts } from "../parts/RequestFacts.tsx";
import { Support } from "../parts/Support.tsx";
import type { DraftChoice } from "../state/draftChoice.ts";
import { formatTime } from "../state/format.ts";
import { toneOf } from "../state/look.ts";
import { supportOf } from "../state/support.ts";
import type { SendOrder } from "../state/useHost.ts";

export type OutcomeProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly now: () => number;
  readonly offered: Offered;
  readonly send: SendOrder;
  /** What is chosen anew as it was. */
  readonly onAgain: (choice: DraftChoice) => void;
};

export function Outcome({ texts, unbind, now, offered, send, onAgain }: OutcomeProps) {
  const words = texts.screens.outcome;
  const { rejection, state, target, reason, intent, way } = unbind;
  const { tone, icon } = toneOf(unbind);
  const again = target && reason && intent && way && offered.beginUnbind?.find((each) => keyOf(each) === keyOf(target));
  const applyAgain = () => {
    if (!again || !reason || !intent || !way) return;
    onAgain({ code: reason.code, text: reason.text ?? "", intent, way });
    send("beginUnbind", again);
  };
  const actions = (
    <>
      {again && (
        <Action name="apply-again" kind="primary" onPress={applyAgain}>
          {words.again}
        </Action>
      )}
      {offered.closeOutcome && (
        <Action name="close-outcome" kind={again ? "plain" : "primary"} onPress={() => send("closeOutcome", {})}>
          {texts.screens.close}
        </Action>
      )}
    </>
  );
  const more = (
    <>
      <Action name="leave" kind="quiet" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      {offered.saveEvidence && (
        <Action name="save-evidence" kind="quiet" onPress={() => send("saveEvidence", {})}>
          {texts.screens.result.saveEvidence}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="outcome" state={state} title={words.title} actions={actions} more={more}>
      <Hero tone={tone} icon={icon} title={texts.unbind.states[state].name} field="state">
        <p>{meaningOf(unbind, texts)}</p>
        {state === "rejected" && <p>{words.supersedes}</p>}
      </Hero>
      {rejection && (
        <section class="card">
          <h2>{words.said}</h2>
          <p data-field="rejection-text">{rejection.text ?? words.saidNothing}</p>
          {rejection.until && (
            <p class="strong" data-field="rejection-until">
              {words.until} {formatTime(rejection.until, texts)}
            </p>
          )}
        </section>
      )}
      {unbind.evidencePlace && <p data-field="evidence-saved">{texts.screens.result.saved[unbind.evidencePlace.on]}</p>}
      {state !== "cancelled" && <Support texts={texts} {...supportOf(unbind, texts)} />}
      <Details label={texts.screens.details}>
        <RequestFacts texts={texts} unbind={unbind} now={now} />
      </Details>
    </Page>
  );
}
