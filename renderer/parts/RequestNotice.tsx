/** On the home screen: the request that is on its way, or how the last one ended; and that payments are held without one. */

import type { Language } from "../../device/contract/codes.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf, stateWords } from "../../device/text/meaningOf.ts";
import { orderedBy } from "../../device/text/orderedBy.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatInstant, formatSpan, secondsSince } from "../state/format.ts";
import { stageOf } from "../state/screenOf.ts";
import { Banner } from "./Banner.tsx";
import { Ticking } from "./Ticking.tsx";

export type RequestNoticeProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly unbind: UnbindView;
  readonly now: () => number;
};

export function RequestNotice({ texts, language, unbind, now }: RequestNoticeProps) {
  const stage = stageOf[unbind.state];
  const state = stateWords(unbind, texts);
  const { home, progress } = texts.screens;
  if (stage === "ended")
    return (
      <Banner
        tone={unbind.state === "cancelled" ? "info" : "warn"}
        title={`${home.requestEnded} · ${state.name}`}
        field="request"
      >
        <p>{meaningOf(unbind, texts)}</p>
      </Banner>
    );
  if (stage === "finished")
    return (
      <Banner tone={unbind.state === "completed" ? "good" : "warn"} title={state.name} field="request">
        <p>{meaningOf(unbind, texts)}</p>
      </Banner>
    );
  if (stage === "none" && unbind.payments === "none")
    return (
      <Banner tone="warn" title={texts.unbind.payments.none} field="payments">
        <p>{home.paymentsHeld}</p>
      </Banner>
    );
  if (stage !== "pending") return null;
  const { upstreamSaid, confirmedAt } = unbind;
  const ordered = orderedBy(unbind, texts, language);
  return (
    <Banner
      tone={unbind.state === "unknown" || unbind.payments === "none" ? "warn" : "info"}
      title={state.name}
      field="request"
    >
      <p>{meaningOf(unbind, texts)}</p>
      {ordered && (
        <p class="strong" data-field="ordered-by">
          {ordered}
        </p>
      )}
      {confirmedAt && (
        <Ticking now={now}>
          {(nowMs) => <p class="small">{home.requestOpen(formatSpan(secondsSince(confirmedAt, nowMs)))}</p>}
        </Ticking>
      )}
      {upstreamSaid && (
        <p class="small">
          {progress.upstreamSaid} · {texts.unbind.upstreamStates[upstreamSaid.state]} · {formatInstant(upstreamSaid.at)}
        </p>
      )}
    </Banner>
  );
}
