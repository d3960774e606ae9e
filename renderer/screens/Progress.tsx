/** A request on its way: its own state, what the upstream said last and when, and what can be done now. */

import { useState } from "preact/hooks";
import type { Language } from "../../device/contract/codes.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf } from "../../device/text/meaningOf.ts";
import { orderedBy } from "../../device/text/orderedBy.ts";
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
import type { SendOrder } from "../state/useHost.ts";

export type ProgressProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly unbind: UnbindView;
  readonly authenticated: boolean;
  readonly now: () => number;
  readonly offered: Offered;
  readonly send: SendOrder;
};

/** What is asked about before it is done, by the name of its button. */
const askedOrders = { withdraw: "cancelUnbind", execute: "executeUnbind", offline: "startChallenge" } as const;

export function Progress({ texts, language, unbind, authenticated, now, offered, send }: ProgressProps) {
  const words = texts.screens.progress;
  const [asked, setAsked] = useState<keyof typeof askedOrders | null>(null);
  const actions = (
    <>
      {offered.cancelUnbind && (
        <Action name="withdraw" kind="quiet" onPress={() => setAsked("withdraw")}>
          {words.withdraw}
        </Action>
      )}
      <Action name="leave" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      {offered.checkNow && (
        <Action name="check-now" disabled={unbind.asking} onPress={() => send("checkNow", {})}>
          {words.checkNow}
        </Action>
      )}
      {unbind.state === "unknown" && offered.saveEvidence && (
        <Action name="save-evidence" onPress={() => send("saveEvidence", {})}>
          {texts.screens.result.saveEvidence}
        </Action>
      )}
      {offered.startChallenge && (
        <Action name="go-offline" onPress={() => setAsked("offline")}>
          {words.goOffline}
        </Action>
      )}
      {offered.sendUnbind && (
        <Action name="send" kind="primary" onPress={() => send("sendUnbind", {})}>
          {words.send}
        </Action>
      )}
      {offered.approveUnbind && (
        <Action name="approve" kind="primary" onPress={() => send("approveUnbind", {})}>
          {words.approve}
        </Action>
      )}
      {offered.enterVerification && (
        <Action name="enter-verification" kind="primary" onPress={() => send("enterVerification", {})}>
          {texts.screens.verification.enter}
        </Action>
      )}
      {offered.executeUnbind && (
        <Action name="execute" kind="danger" onPress={() => setAsked("execute")}>
          {words.execute}
        </Action>
      )}
    </>
  );
  const { state, hold, secondAwaited } = unbind;
  const ordered = orderedBy(unbind, texts, language);
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
          {ordered && (
            <p class="strong" data-field="ordered-by">
              {ordered}
            </p>
          )}
          {unbind.cancelAsked && <p class="strong">{words.withdrawAsked}</p>}
          {secondAwaited && <p class="strong">{words.secondAwaited(texts.unbind.roles[secondAwaited])}</p>}
          {offered.sendUnbind && unbind.failure?.code === "unbind/gate-closed" && (
            <p class="strong">{words.unsentGate}</p>
          )}
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
      {asked && offered[askedOrders[asked]] && (
        <AskDialog
          name={asked}
          {...askWords[asked]}
          hint={authenticated ? null : words.needsPin}
          no={texts.screens.back}
          onYes={() => {
            setAsked(null);
            send(askedOrders[asked], {});
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
