/** What is known of a request: numbers, times, codes, and the upstream's last word. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatInstant, formatSpan, secondsSince } from "../state/format.ts";
import { Fact } from "./Fact.tsx";
import { Ticking } from "./Ticking.tsx";

export type RequestFactsProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly now: () => number;
};

export function RequestFacts({ texts, unbind, now }: RequestFactsProps) {
  const words = texts.screens.progress;
  const { requestId, confirmedAt, upstreamSaid, grantExpiresAt, evidencePlace, hold, rejection } = unbind;
  return (
    <dl class="facts">
      {requestId && <Fact label={words.requestId} field="request-id" value={requestId} mono />}
      {confirmedAt && <Fact label={words.confirmedAt} field="confirmed-at" value={formatInstant(confirmedAt)} />}
      {confirmedAt && (
        <Ticking now={now}>
          {(nowMs) => (
            <Fact label={words.age} field="age" value={formatSpan(secondsSince(confirmedAt, nowMs), texts)} />
          )}
        </Ticking>
      )}
      <Fact
        label={words.upstreamSaid}
        field="upstream-said"
        value={upstreamSaid ? texts.unbind.upstreamStates[upstreamSaid.state] : words.nothingSaid}
        note={upstreamSaid && words.saidAt(formatInstant(upstreamSaid.at))}
      />
      {grantExpiresAt && <Fact label={words.grantUntil} field="grant-until" value={formatInstant(grantExpiresAt)} />}
      {hold && <Fact label={words.hold} field="hold-code" value={hold.code} mono />}
      {rejection && <Fact label={texts.screens.outcome.code} field="rejection-code" value={rejection.code} mono />}
      {evidencePlace && (
        <Fact label={texts.screens.result.place} field="evidence-place" value={evidencePlace.place} mono />
      )}
    </dl>
  );
}
