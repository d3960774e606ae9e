/** What is known of a request: numbers, times, the upstream's last word and the next question. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatInstant, formatSpan, secondsLeft, secondsSince } from "../state/format.ts";
import { Fact } from "./Fact.tsx";
import { Ticking } from "./Ticking.tsx";
import { Working } from "./Working.tsx";

export type RequestFactsProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly now: () => number;
};

export function RequestFacts({ texts, unbind, now }: RequestFactsProps) {
  const words = texts.screens.progress;
  const { requestId, confirmedAt, upstreamSaid, grantExpiresAt, nextAskAt, evidencePlace } = unbind;
  return (
    <div class="stack">
      <dl class="facts">
        {requestId && <Fact label={words.requestId} field="request-id" value={requestId} mono />}
        {confirmedAt && <Fact label={words.confirmedAt} field="confirmed-at" value={formatInstant(confirmedAt)} />}
        {confirmedAt && (
          <Ticking now={now}>
            {(nowMs) => <Fact label={words.age} field="age" value={formatSpan(secondsSince(confirmedAt, nowMs))} />}
          </Ticking>
        )}
        <Fact
          label={words.upstreamSaid}
          field="upstream-said"
          value={upstreamSaid ? texts.unbind.upstreamStates[upstreamSaid.state] : words.nothingSaid}
          note={upstreamSaid && words.saidAt(formatInstant(upstreamSaid.at))}
        />
        {grantExpiresAt && <Fact label={words.grantUntil} field="grant-until" value={formatInstant(grantExpiresAt)} />}
      </dl>
      {evidencePlace && <p data-field="evidence-place">{texts.screens.result.savedAt(evidencePlace)}</p>}
      {unbind.asking ? (
        <Working label={words.asking} />
      ) : (
        nextAskAt !== null && (
          <Ticking now={now}>
            {(nowMs) => <p data-field="next-ask">{words.nextAsk(formatSpan(secondsLeft(nextAskAt, nowMs)))}</p>}
          </Ticking>
        )
      )}
    </div>
  );
}
