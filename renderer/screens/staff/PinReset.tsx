/** The challenge by which the provider allows a first PIN or a new one, to be read aloud, and the ways on which the answer comes back. */

import type { Offered } from "../../../device/contract/views/offered.ts";
import type { PinResetView } from "../../../device/contract/views/people.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Banner } from "../../parts/Banner.tsx";
import { ChallengeLimits } from "../../parts/ChallengeLimits.tsx";
import { Page } from "../../parts/Page.tsx";
import { Scan } from "../../parts/Scan.tsx";
import { SpokenChallenge } from "../../parts/SpokenChallenge.tsx";
import { Ticking } from "../../parts/Ticking.tsx";
import { formatSpan, secondsLeft } from "../../state/format.ts";
import type { SendOrder } from "../../state/useHost.ts";

export type PinResetProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly reset: PinResetView;
  /** Where this role has none yet. */
  readonly first: boolean;
  readonly now: () => number;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function PinReset({ texts, words, reset, first, now, offered, send }: PinResetProps) {
  const says = words.reset;
  const of = first ? says.first : says.again;
  const { role, groups, expiresAt, waitUntil } = reset;
  const actions = (
    <>
      <Action name="leave-reset" onPress={() => send("leavePinReset", {})}>
        {of.leave}
      </Action>
      <Action name="read-reset" disabled={!offered.readPinReset} onPress={() => send("readPinReset", {})}>
        {says.readStick}
      </Action>
      <Action
        name="enter-reset"
        kind="primary"
        disabled={!offered.enterPinReset}
        onPress={() => send("enterPinReset", {})}
      >
        {says.enter}
      </Action>
    </>
  );
  return (
    <Page screen="pinReset" title={of.title} actions={actions}>
      <div class="stack">
        <p class="strong" data-field="reset-role">
          {of.whose[role]}
        </p>
        {first && <p data-field="reset-meaning">{says.meaning[role]}</p>}
        <SpokenChallenge field="reset-challenge" groups={groups} words={says} />
        <Ticking now={now}>
          {(nowMs) => {
            const seconds = waitUntil === null ? 0 : secondsLeft(waitUntil, nowMs);
            return (
              seconds > 0 && <Banner tone="warn" title={says.wait(formatSpan(seconds, texts))} field="reset-wait" />
            );
          }}
        </Ticking>
        <Banner tone="warn" title={texts.screens.code.neverPasswords}>
          <p>{texts.screens.supportNeverAsks}</p>
        </Banner>
        <ChallengeLimits
          texts={texts}
          field="reset-expires"
          expiresAt={expiresAt}
          triesLeft={null}
          now={now}
          words={says}
        />
        {offered.readPinReset && (
          <Scan
            texts={texts}
            field="answer-scan"
            hint={texts.screens.scan.answer}
            onScan={(answer) => send("readPinReset", { answer })}
          />
        )}
      </div>
    </Page>
  );
}
