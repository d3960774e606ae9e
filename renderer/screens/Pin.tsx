/** Choosing, repeating or giving the PIN. Knows how many digits there are, never which. */

import type { PinView, pinLength } from "../../device/contract/host.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Page } from "../parts/Page.tsx";
import { PinDots } from "../parts/PinDots.tsx";
import { PinPad } from "../parts/PinPad.tsx";
import { Ticking } from "../parts/Ticking.tsx";
import { Working } from "../parts/Working.tsx";
import { formatSpan, secondsLeft } from "../state/format.ts";
import type { Texts } from "../text/texts.ts";

/** Types only come from the contract, so that no schema gets into the page; the compiler sees that the values agree. */
const length: typeof pinLength = { min: 6, max: 12 };

export type PinProps = {
  readonly texts: Texts;
  readonly pin: PinView;
  readonly entry: NonNullable<PinView["entry"]>;
  readonly now: () => number;
  readonly onDigit: (digit: number) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
  readonly onLeave: () => void;
};

export function Pin({ texts, pin, entry, now, onDigit, onErase, onSubmit, onLeave }: PinProps) {
  const words = texts.screens.pin;
  const unlocking = entry.purpose === "unlock" || entry.purpose === "approve";
  const title = {
    choose: words.chooseTitle,
    change: words.chooseTitle,
    repeat: words.repeatTitle,
    unlock: words.unlockTitle,
    approve: words.unlockTitle,
  }[entry.purpose];
  const { triesLeft, waitUntil } = pin.standings[entry.role];
  const locked = unlocking && triesLeft === 0;
  const leave = (
    <Action name="leave" onPress={onLeave}>
      {words.leave}
    </Action>
  );
  return (
    <Page screen={unlocking ? "enterPin" : "choosePin"} title={title} actions={unlocking && leave}>
      <div class="halves">
        <div class="stack">
          <Banner tone="warn" title={words.notCardPin}>
            <p>{texts.screens.supportNeverAsks}</p>
          </Banner>
          {(entry.purpose === "choose" || entry.purpose === "change") && (
            <Rules lines={words.rules(length.min, length.max)} />
          )}
          {entry.purpose === "repeat" && <p>{words.repeatHint}</p>}
          {entry.failure && <ErrorNote texts={texts} failure={entry.failure} field="pin-failure" />}
          {unlocking && <p data-field="tries-left">{words.triesLeft(triesLeft)}</p>}
        </div>
        <Ticking now={now}>
          {(nowMs) => {
            const waitSeconds = waitUntil === null ? 0 : secondsLeft(waitUntil, nowMs);
            return (
              <div class="stack pinSide">
                <PinDots typed={entry.typed} places={length.max} label={words.typed(entry.typed)} />
                {waitSeconds > 0 && (
                  <p class="lead" data-field="pin-wait">
                    {words.wait(formatSpan(waitSeconds))}
                  </p>
                )}
                {entry.checking && <Working label={words.checking} />}
                <PinPad
                  disabled={entry.checking || waitSeconds > 0 || locked}
                  canSubmit={entry.typed > 0}
                  eraseLabel={words.erase}
                  submitLabel={words.submit}
                  onDigit={onDigit}
                  onErase={onErase}
                  onSubmit={onSubmit}
                />
              </div>
            );
          }}
        </Ticking>
      </div>
    </Page>
  );
}

function Rules({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul class="rules">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
