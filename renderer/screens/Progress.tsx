/** A request on its way: where it stands, what happens by itself and when, and the one thing to do now. */

import { useState } from "preact/hooks";
import type { Language } from "../../device/contract/codes.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf } from "../../device/text/meaningOf.ts";
import { orderedBy } from "../../device/text/orderedBy.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { AskDialog } from "../parts/AskDialog.tsx";
import { DemandFacts } from "../parts/DemandFacts.tsx";
import { Details } from "../parts/Details.tsx";
import { Hero } from "../parts/Hero.tsx";
import { Page } from "../parts/Page.tsx";
import { PrintAction } from "../parts/PrintAction.tsx";
import { RequestFacts } from "../parts/RequestFacts.tsx";
import { RequestFailure } from "../parts/RequestFailure.tsx";
import { Stages } from "../parts/Stages.tsx";
import { StepTracker } from "../parts/StepTracker.tsx";
import { Support } from "../parts/Support.tsx";
import { Waiting } from "../parts/Waiting.tsx";
import { formatTime } from "../state/format.ts";
import { toneOf } from "../state/look.ts";
import { supportOf } from "../state/support.ts";
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
type Asked = keyof typeof askedOrders;

export function Progress({ texts, language, unbind, authenticated, now, offered, send }: ProgressProps) {
  const words = texts.screens.progress;
  const [asked, setAsked] = useState<Asked | null>(null);
  const { state, hold, secondAwaited, failure } = unbind;
  const { tone, icon } = toneOf(unbind);
  const ordered = orderedBy(unbind, texts, language);
  const shared = { texts, unbind, offered, send, onAsk: setAsked };
  const stopped = failure !== null || state === "unknown" || state === "riskHold";
  return (
    <Page
      screen="progress"
      state={state}
      title={words.title}
      actions={<ProgressActions {...shared} />}
      more={<MoreActions {...shared} />}
    >
      <Hero tone={tone} icon={icon} title={texts.unbind.states[state].name} field="state">
        <p>{meaningOf(unbind, texts)}</p>
        {ordered && (
          <p class="strong" data-field="ordered-by">
            {ordered}
          </p>
        )}
        {hold?.until && (
          <p data-field="hold-until">
            {words.until} {formatTime(hold.until, texts)}
          </p>
        )}
        {unbind.cancelAsked && <p class="strong">{words.withdrawAsked}</p>}
        {secondAwaited && <p class="strong">{words.secondAwaited(texts.unbind.roles[secondAwaited])}</p>}
        {offered.sendUnbind && failure?.code === "unbind/gate-closed" && <p class="strong">{words.unsentGate}</p>}
      </Hero>
      <Stages texts={texts} unbind={unbind} />
      <Waiting texts={texts} unbind={unbind} now={now} />
      {unbind.demand && <DemandFacts texts={texts} demand={unbind.demand} />}
      <RequestFailure texts={texts} unbind={unbind} />
      {stopped && <Support texts={texts} {...supportOf(unbind, texts)} />}
      {unbind.evidencePlace && <p data-field="evidence-saved">{texts.screens.result.saved[unbind.evidencePlace.on]}</p>}
      <Details label={texts.screens.details}>
        <RequestFacts texts={texts} unbind={unbind} now={now} />
        <StepTracker texts={texts} unbind={unbind} />
      </Details>
      {asked && offered[askedOrders[asked]] && (
        <AskDialog
          name={asked}
          title={words.asked[asked].title}
          meaning={words.asked[asked].meaning}
          yes={words.asked[asked].yes}
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

type ActionsProps = Pick<ProgressProps, "texts" | "unbind" | "offered" | "send"> & {
  readonly onAsk: (asked: Asked) => void;
};

/** Whether somebody here has something to do; asking the provider is then beside that. */
function waitsForUs({ executeUnbind, approveUnbind, enterVerification, sendUnbind }: Offered): boolean {
  return [executeUnbind, approveUnbind, enterVerification, sendUnbind].some((order) => order !== undefined);
}

/** What the request waits for, where it waits for somebody here. */
function ProgressActions({ texts, unbind, offered, send, onAsk }: ActionsProps) {
  const words = texts.screens.progress;
  return (
    <>
      {offered.executeUnbind && (
        <Action name="execute" kind="danger" onPress={() => onAsk("execute")}>
          {words.execute}
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
      {offered.sendUnbind && (
        <Action name="send" kind="primary" onPress={() => send("sendUnbind", {})}>
          {words.send}
        </Action>
      )}
      {offered.checkNow && !waitsForUs(offered) && (
        <Action name="check-now" kind="primary" disabled={unbind.asking} onPress={() => send("checkNow", {})}>
          {words.checkNow}
        </Action>
      )}
    </>
  );
}

function MoreActions({ texts, unbind, offered, send, onAsk }: ActionsProps) {
  const words = texts.screens.progress;
  return (
    <>
      <Action name="leave" kind="quiet" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      {offered.checkNow && waitsForUs(offered) && (
        <Action name="check-now" kind="quiet" disabled={unbind.asking} onPress={() => send("checkNow", {})}>
          {words.checkNow}
        </Action>
      )}
      {offered.startChallenge && (
        <Action name="go-offline" kind="quiet" onPress={() => onAsk("offline")}>
          {words.goOffline}
        </Action>
      )}
      {unbind.state === "unknown" && offered.saveEvidence && (
        <Action name="save-evidence" kind="quiet" onPress={() => send("saveEvidence", {})}>
          {texts.screens.result.saveEvidence}
        </Action>
      )}
      <PrintAction texts={texts} kind="slip" look="quiet" offered={offered} send={send} />
      {offered.cancelUnbind && (
        <Action name="withdraw" kind="quiet" onPress={() => onAsk("withdraw")}>
          {words.withdraw}
        </Action>
      )}
    </>
  );
}
