/** On the home screen: the request that is on its way, or how the last one ended; and that payments are held without one. */

import type { Language } from "../../device/contract/codes.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import { meaningOf, stateWords } from "../../device/text/meaningOf.ts";
import { orderedBy } from "../../device/text/orderedBy.ts";
import type { Texts } from "../../device/text/texts.ts";
import { toneOf } from "../state/look.ts";
import { stageOf } from "../state/screenOf.ts";
import { Banner } from "./Banner.tsx";
import { Hero } from "./Hero.tsx";
import { Stages } from "./Stages.tsx";
import { Waiting } from "./Waiting.tsx";

export type RequestNoticeProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly unbind: UnbindView;
  readonly now: () => number;
};

export function RequestNotice({ texts, language, unbind, now }: RequestNoticeProps) {
  const stage = stageOf[unbind.state];
  const { name } = stateWords(unbind, texts);
  const { home } = texts.screens;
  if (stage === "none" && unbind.payments === "none")
    return (
      <Banner tone="warn" title={texts.unbind.payments.none} field="payments">
        <p>{home.paymentsHeld}</p>
      </Banner>
    );
  if (stage !== "ended" && stage !== "finished" && stage !== "pending") return null;
  const { tone, icon } = toneOf(unbind);
  const ordered = stage === "pending" && orderedBy(unbind, texts, language);
  return (
    <section class="card requestCard">
      <Hero tone={tone} icon={icon} title={stage === "ended" ? home.requestEnded(name) : name} field="request">
        <p>{meaningOf(unbind, texts)}</p>
        {ordered && (
          <p class="strong" data-field="ordered-by">
            {ordered}
          </p>
        )}
      </Hero>
      {stage === "pending" && (
        <>
          <Stages texts={texts} unbind={unbind} />
          <Waiting texts={texts} unbind={unbind} now={now} />
        </>
      )}
    </section>
  );
}
