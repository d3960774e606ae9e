/** The challenge of an unbind without a network, to be read aloud, and the ways on which an answer comes back. */

import { useState } from "preact/hooks";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { ChallengeView, UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { AnswerScan } from "../parts/AnswerScan.tsx";
import { AskDialog } from "../parts/AskDialog.tsx";
import { Banner } from "../parts/Banner.tsx";
import { ChallengeLimits } from "../parts/ChallengeLimits.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestFailure } from "../parts/RequestFailure.tsx";
import { SpokenChallenge } from "../parts/SpokenChallenge.tsx";
import type { SendOrder } from "../state/useHost.ts";

export type ChallengeProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly challenge: ChallengeView;
  readonly now: () => number;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function Challenge({ texts, unbind, challenge, now, offered, send }: ChallengeProps) {
  const words = texts.screens.challenge;
  const { progress } = texts.screens;
  const [asked, setAsked] = useState(false);
  const { groups, expiresAt, triesLeft, place } = challenge;
  const actions = (
    <>
      {offered.cancelUnbind && (
        <Action name="withdraw" kind="quiet" onPress={() => setAsked(true)}>
          {progress.withdraw}
        </Action>
      )}
      <Action name="leave" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      <Action
        name="enter-answer"
        kind="primary"
        disabled={!offered.enterAnswer}
        onPress={() => send("enterAnswer", {})}
      >
        {words.enter}
      </Action>
    </>
  );
  return (
    <Page screen="challenge" state={unbind.state} title={words.title} actions={actions}>
      <div class="scroll stack">
        <SpokenChallenge field="challenge" groups={groups} words={words} />
        <Banner tone="warn" title={words.stopped}>
          <p>{texts.screens.supportNeverAsks}</p>
        </Banner>
        <RequestFailure texts={texts} unbind={unbind} />
        {place && <Banner tone="good" title={words.savedAt(place)} field="challenge-place" />}
        <ChallengeLimits
          field="challenge-expires"
          expiresAt={expiresAt}
          triesLeft={triesLeft}
          now={now}
          words={words}
        />
        {offered.readAnswer && <AnswerScan texts={texts} onAnswer={(answer) => send("readAnswer", { answer })} />}
        <div class="chips">
          {offered.readAnswer && (
            <Action name="read-answer" onPress={() => send("readAnswer", {})}>
              {words.readAnswer}
            </Action>
          )}
          {offered.saveChallenge && (
            <Action name="save-challenge" onPress={() => send("saveChallenge", {})}>
              {words.save}
            </Action>
          )}
          {offered.sendUnbind && (
            <Action name="send" onPress={() => send("sendUnbind", {})}>
              {words.send}
            </Action>
          )}
        </div>
      </div>
      {asked && offered.cancelUnbind && (
        <AskDialog
          name="withdraw"
          title={progress.withdrawTitle}
          meaning={progress.withdrawMeaning}
          yes={progress.withdrawYes}
          no={texts.screens.back}
          onYes={() => {
            setAsked(false);
            send("cancelUnbind", {});
          }}
          onNo={() => setAsked(false)}
        />
      )}
    </Page>
  );
}
