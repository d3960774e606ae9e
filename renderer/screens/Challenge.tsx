/** The challenge of an unbind without a network, to be read aloud, and the ways on which an answer comes back. */

import { useState } from "preact/hooks";
import type { ChallengeView, UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { AskDialog } from "../parts/AskDialog.tsx";
import { Banner } from "../parts/Banner.tsx";
import { ChallengeLimits } from "../parts/ChallengeLimits.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestFailure } from "../parts/RequestFailure.tsx";
import { SpokenChallenge } from "../parts/SpokenChallenge.tsx";

export type ChallengeProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly challenge: ChallengeView;
  readonly now: () => number;
  readonly onEnter: () => void;
  readonly onReadAnswer: () => void;
  readonly onSave: () => void;
  readonly onSend: () => void;
  readonly onWithdraw: () => void;
  readonly onLeave: () => void;
};

export function Challenge({ texts, unbind, challenge, now, ...on }: ChallengeProps) {
  const words = texts.screens.challenge;
  const { progress } = texts.screens;
  const [asked, setAsked] = useState(false);
  const { groups, expiresAt, triesLeft, place } = challenge;
  const actions = (
    <>
      <Action name="withdraw" kind="quiet" onPress={() => setAsked(true)}>
        {progress.withdraw}
      </Action>
      <Action name="leave" onPress={on.onLeave}>
        {texts.screens.back}
      </Action>
      <Action name="enter-answer" kind="primary" disabled={triesLeft === 0} onPress={on.onEnter}>
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
        <div class="chips">
          <Action name="read-answer" onPress={on.onReadAnswer}>
            {words.readAnswer}
          </Action>
          <Action name="save-challenge" onPress={on.onSave}>
            {words.save}
          </Action>
          <Action name="send" onPress={on.onSend}>
            {words.send}
          </Action>
        </div>
      </div>
      {asked && (
        <AskDialog
          name="withdraw"
          title={progress.withdrawTitle}
          meaning={progress.withdrawMeaning}
          yes={progress.withdrawYes}
          no={texts.screens.back}
          onYes={() => {
            setAsked(false);
            on.onWithdraw();
          }}
          onNo={() => setAsked(false)}
        />
      )}
    </Page>
  );
}
