/** The challenge of an unbind without a network, to be read aloud, and the ways on which an answer comes back. */

import { useState } from "preact/hooks";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { ChallengeView, UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { AskDialog } from "../parts/AskDialog.tsx";
import { Banner } from "../parts/Banner.tsx";
import { ChallengeLimits } from "../parts/ChallengeLimits.tsx";
import { Details } from "../parts/Details.tsx";
import { Page } from "../parts/Page.tsx";
import { RequestFailure } from "../parts/RequestFailure.tsx";
import { Scan } from "../parts/Scan.tsx";
import { SpokenChallenge } from "../parts/SpokenChallenge.tsx";
import { Support } from "../parts/Support.tsx";
import { supportOf } from "../state/support.ts";
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
    <Action name="enter-answer" kind="primary" disabled={!offered.enterAnswer} onPress={() => send("enterAnswer", {})}>
      {words.enter}
    </Action>
  );
  const more = (
    <>
      <Action name="leave" kind="quiet" onPress={() => send("leaveMenu", {})}>
        {texts.screens.back}
      </Action>
      {offered.cancelUnbind && (
        <Action name="withdraw" kind="quiet" onPress={() => setAsked(true)}>
          {progress.withdraw}
        </Action>
      )}
    </>
  );
  return (
    <Page screen="challenge" state={unbind.state} title={words.title} actions={actions} more={more}>
      <SpokenChallenge field="challenge" groups={groups} words={words} />
      <Banner tone="warn" title={words.stopped}>
        <p>{texts.screens.supportNeverAsks}</p>
      </Banner>
      <Support texts={texts} {...supportOf(unbind, texts)} />
      <RequestFailure texts={texts} unbind={unbind} />
      {place && <Banner tone="good" title={words.saved} field="challenge-saved" />}
      <ChallengeLimits
        texts={texts}
        field="challenge-expires"
        expiresAt={expiresAt}
        triesLeft={triesLeft}
        now={now}
        words={words}
      />
      {offered.readAnswer && (
        <Scan
          texts={texts}
          field="answer-scan"
          hint={texts.screens.scan.answer}
          onScan={(answer) => send("readAnswer", { answer })}
        />
      )}
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
      {place && (
        <Details label={texts.screens.details}>
          <p class="small mono" data-field="challenge-place">
            {place}
          </p>
        </Details>
      )}
      {asked && offered.cancelUnbind && (
        <AskDialog
          name="withdraw"
          title={progress.asked.withdraw.title}
          meaning={progress.asked.withdraw.meaning}
          yes={progress.asked.withdraw.yes}
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
