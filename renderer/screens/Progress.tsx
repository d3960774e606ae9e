/** A request on its way: its own state, what the upstream said last and when, and what can be done now. */

import { useState } from "preact/hooks";
import type { UnbindView } from "../../device/contract/host.ts";
import { Action } from "../parts/Action.tsx";
import { AskDialog } from "../parts/AskDialog.tsx";
import { Banner, type Tone } from "../parts/Banner.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestFacts } from "../parts/RequestFacts.tsx";
import { RequestFailure } from "../parts/RequestFailure.tsx";
import { StepTracker } from "../parts/StepTracker.tsx";
import { meaningOf } from "../text/meaningOf.ts";
import type { Texts } from "../text/texts.ts";

const withdrawable: ReadonlySet<UnbindView["state"]> = new Set([
  "submitted",
  "underReview",
  "verificationRequired",
  "riskHold",
  "approved",
]);

export type ProgressProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly authenticated: boolean;
  readonly now: () => number;
  readonly onCheckNow: () => void;
  readonly onWithdraw: () => void;
  readonly onExecute: () => void;
  readonly onSave: () => void;
  readonly onLeave: () => void;
};

export function Progress({ texts, unbind, authenticated, now, ...on }: ProgressProps) {
  const words = texts.screens.progress;
  const [asked, setAsked] = useState<"withdraw" | "execute" | null>(null);
  const canWithdraw = withdrawable.has(unbind.state) && !unbind.cancelAsked;
  const canExecute = unbind.state === "approved" && !unbind.cancelAsked;
  const answered = (act: () => void) => () => {
    setAsked(null);
    act();
  };
  const actions = (
    <>
      {canWithdraw && (
        <Action name="withdraw" kind="quiet" onPress={() => setAsked("withdraw")}>
          {words.withdraw}
        </Action>
      )}
      <Action name="leave" onPress={on.onLeave}>
        {texts.screens.back}
      </Action>
      <Action name="check-now" disabled={unbind.asking} onPress={on.onCheckNow}>
        {words.checkNow}
      </Action>
      {unbind.state === "unknown" && (
        <Action name="save-evidence" onPress={on.onSave}>
          {texts.screens.result.saveEvidence}
        </Action>
      )}
      {canExecute && (
        <Action name="execute" kind="danger" onPress={() => setAsked("execute")}>
          {words.execute}
        </Action>
      )}
    </>
  );
  const state = texts.unbind.states[unbind.state];
  return (
    <Page screen="progress" state={unbind.state} title={words.title} actions={actions}>
      <Banner tone={toneOf(unbind.state)} title={state.name} field="state">
        <p>{meaningOf(unbind, texts)}</p>
        {unbind.cancelAsked && <p class="strong">{words.withdrawAsked}</p>}
      </Banner>
      <div class="halves scroll">
        <RequestFailure texts={texts} unbind={unbind} />
        <StepTracker texts={texts} unbind={unbind} />
        <RequestFacts texts={texts} unbind={unbind} now={now} />
      </div>
      {asked === "withdraw" && canWithdraw && (
        <AskDialog
          name="withdraw"
          title={words.withdrawTitle}
          meaning={words.withdrawMeaning}
          hint={authenticated ? null : words.needsPin}
          yes={words.withdrawYes}
          no={texts.screens.back}
          onYes={answered(on.onWithdraw)}
          onNo={() => setAsked(null)}
        />
      )}
      {asked === "execute" && canExecute && (
        <AskDialog
          name="execute"
          title={words.executeTitle}
          meaning={words.executeMeaning}
          hint={authenticated ? null : words.needsPin}
          yes={words.executeYes}
          no={texts.screens.back}
          onYes={answered(on.onExecute)}
          onNo={() => setAsked(null)}
        />
      )}
    </Page>
  );
}

function toneOf(state: UnbindView["state"]): Tone {
  if (state === "unknown" || state === "riskHold" || state === "verificationRequired" || state === "executing")
    return "warn";
  return "info";
}
