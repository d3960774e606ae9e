/** A request on its way: its own state, what the upstream said last and when, and what can be done now. */

import { useState } from "preact/hooks";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf } from "../../device/text/meaningOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { AskDialog } from "../parts/AskDialog.tsx";
import { Banner, type Tone } from "../parts/Banner.tsx";
import { DemandFacts } from "../parts/DemandFacts.tsx";
import { Fact } from "../parts/Fact.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestFacts } from "../parts/RequestFacts.tsx";
import { RequestFailure } from "../parts/RequestFailure.tsx";
import { StepTracker } from "../parts/StepTracker.tsx";
import { Working } from "../parts/Working.tsx";
import { formatInstant } from "../state/format.ts";
import { type RequestAsk, whatCanBeDone } from "../state/whatCanBeDone.ts";

export type ProgressProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly authenticated: boolean;
  readonly now: () => number;
  readonly onCheckNow: () => void;
  readonly onSend: () => void;
  readonly onOffline: () => void;
  readonly onApprove: () => void;
  readonly onVerify: () => void;
  readonly onWithdraw: () => void;
  readonly onExecute: () => void;
  readonly onSave: () => void;
  readonly onLeave: () => void;
};

export function Progress({ texts, unbind, authenticated, now, ...on }: ProgressProps) {
  const words = texts.screens.progress;
  const [asked, setAsked] = useState<RequestAsk | null>(null);
  const can = whatCanBeDone(unbind);
  const actions = (
    <>
      {can.withdraw && (
        <Action name="withdraw" kind="quiet" onPress={() => setAsked("withdraw")}>
          {words.withdraw}
        </Action>
      )}
      <Action name="leave" onPress={on.onLeave}>
        {texts.screens.back}
      </Action>
      {can.checkNow && (
        <Action name="check-now" disabled={unbind.asking} onPress={on.onCheckNow}>
          {words.checkNow}
        </Action>
      )}
      {unbind.state === "unknown" && (
        <Action name="save-evidence" onPress={on.onSave}>
          {texts.screens.result.saveEvidence}
        </Action>
      )}
      {can.offline && (
        <Action name="go-offline" onPress={() => setAsked("offline")}>
          {words.goOffline}
        </Action>
      )}
      {can.send && (
        <Action name="send" kind="primary" onPress={on.onSend}>
          {words.send}
        </Action>
      )}
      {can.approve && (
        <Action name="approve" kind="primary" onPress={on.onApprove}>
          {words.approve}
        </Action>
      )}
      {can.verify && (
        <Action name="enter-verification" kind="primary" onPress={on.onVerify}>
          {texts.screens.verification.enter}
        </Action>
      )}
      {can.execute && (
        <Action name="execute" kind="danger" onPress={() => setAsked("execute")}>
          {words.execute}
        </Action>
      )}
    </>
  );
  const { state, hold, secondAwaited } = unbind;
  const act = { withdraw: on.onWithdraw, execute: on.onExecute, offline: on.onOffline };
  const askWords = {
    withdraw: { title: words.withdrawTitle, meaning: words.withdrawMeaning, yes: words.withdrawYes },
    execute: { title: words.executeTitle, meaning: words.executeMeaning, yes: words.executeYes },
    offline: { title: words.offlineTitle, meaning: words.offlineMeaning, yes: words.goOffline },
  };
  return (
    <Page screen="progress" state={state} title={words.title} actions={actions}>
      <div class="scroll stack">
        <Banner tone={toneOf(state)} title={texts.unbind.states[state].name} field="state">
          <p>{meaningOf(unbind, texts)}</p>
          {unbind.origin === "upstream" && <p class="strong">{words.ordered}</p>}
          {unbind.cancelAsked && <p class="strong">{words.withdrawAsked}</p>}
          {secondAwaited && <p class="strong">{words.secondAwaited(texts.unbind.roles[secondAwaited])}</p>}
          {can.send && unbind.failure?.code === "unbind/gate-closed" && <p class="strong">{words.unsentGate}</p>}
        </Banner>
        {unbind.preparing && <Working label={words.preparing} />}
        {unbind.demand && <DemandFacts texts={texts} demand={unbind.demand} />}
        {hold && (
          <dl class="facts">
            <Fact label={words.hold} field="hold-code" value={hold.code} mono />
            {hold.until && <Fact label={words.until} field="hold-until" value={formatInstant(hold.until)} />}
          </dl>
        )}
        <RequestFailure texts={texts} unbind={unbind} />
        <div class="halves">
          <RequestFacts texts={texts} unbind={unbind} now={now} />
          <StepTracker texts={texts} unbind={unbind} />
        </div>
      </div>
      {asked && can[asked] && (
        <AskDialog
          name={asked}
          {...askWords[asked]}
          hint={authenticated ? null : words.needsPin}
          no={texts.screens.back}
          onYes={() => {
            setAsked(null);
            act[asked]();
          }}
          onNo={() => setAsked(null)}
        />
      )}
    </Page>
  );
}

function toneOf(state: UnbindView["state"]): Tone {
  const odd = ["unknown", "riskHold", "verificationRequired", "executing", "awaitingSecond"].includes(state);
  return odd ? "warn" : "info";
}
