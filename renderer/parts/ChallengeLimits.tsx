/** How long a challenge can be answered yet, and how often by a code that is read out. */

import type { Texts } from "../../device/text/texts.ts";
import { formatSpan, formatTime, secondsLeft } from "../state/format.ts";
import { Fact } from "./Fact.tsx";
import { Ticking } from "./Ticking.tsx";

type ChallengeLimitsProps = {
  readonly texts: Texts;
  readonly field: string;
  readonly expiresAt: string;
  /** Null where waits that grow stand in the place of tries. */
  readonly triesLeft: number | null;
  readonly now: () => number;
  readonly words: { readonly expiresIn: string; readonly triesLeft?: string };
};

export function ChallengeLimits({ texts, field, expiresAt, triesLeft, now, words }: ChallengeLimitsProps) {
  return (
    <dl class="facts">
      <Ticking now={now}>
        {(nowMs) => (
          <Fact
            label={words.expiresIn}
            field={field}
            value={formatSpan(secondsLeft(Date.parse(expiresAt), nowMs), texts)}
            note={formatTime(expiresAt, texts)}
          />
        )}
      </Ticking>
      {triesLeft !== null && words.triesLeft && (
        <Fact
          label={words.triesLeft}
          field="tries-left"
          value={triesLeft}
          tone={triesLeft === 0 ? "bad" : triesLeft < 4 ? "warn" : "plain"}
        />
      )}
    </dl>
  );
}
