/** First step of a draft: why, whether the account shall be closed as well, and on which way. */

import type { ReasonCode } from "../../device/contract/codes.ts";
import type { OrderInput } from "../../device/contract/orders.ts";
import type { UpstreamView } from "../../device/contract/snapshot.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Banner } from "./Banner.tsx";
import { Choice } from "./Choice.tsx";
import { ReasonText } from "./ReasonText.tsx";

/** What the first step chooses; no reason yet, no next step. */
export type DraftChoice = Pick<OrderInput<"chooseReason">, "intent" | "way"> & {
  readonly code: ReasonCode | null;
  readonly text: string;
};

export type DraftReasonProps = {
  readonly texts: Texts;
  readonly profile: ProfileView;
  readonly choice: DraftChoice;
  readonly reach: UpstreamView["reach"];
  readonly onChange: (choice: DraftChoice) => void;
};

export function DraftReason({ texts, profile, choice, reach, onChange }: DraftReasonProps) {
  const words = texts.screens.draft;
  const change = (part: Partial<DraftChoice>) => onChange({ ...choice, ...part });
  return (
    <div class="halves scroll">
      <fieldset class="choices">
        <legend class="unseen">{words.reasonTitle}</legend>
        {profile.reasons.map(({ code, documents }) => (
          <Choice
            key={code}
            name={`reason-${code}`}
            group="reason"
            checked={choice.code === code}
            onToggle={() => change({ code })}
          >
            {texts.unbind.reasons[code]}
            {documents.length > 0 && (
              <span class="small line">
                {words.documentsOfReason} {documents.map((document) => texts.profile.documents[document]).join(" · ")}
              </span>
            )}
          </Choice>
        ))}
        {choice.code === "other" && <ReasonText texts={texts} text={choice.text} onText={(text) => change({ text })} />}
      </fieldset>
      <div class="stack">
        <fieldset class="choices">
          <legend>{words.intent}</legend>
          {(["unbind_only", "unbind_and_close"] as const).map((intent) => (
            <Choice
              key={intent}
              name={`intent-${intent}`}
              group="intent"
              checked={choice.intent === intent}
              onToggle={() => change({ intent })}
            >
              {texts.unbind.intents[intent]}
            </Choice>
          ))}
          {choice.intent === "unbind_and_close" && <p>{words.closeMeaning}</p>}
        </fieldset>
        <fieldset class="choices">
          <legend>{words.way}</legend>
          {profile.ways.map((way) => (
            <Choice
              key={way}
              name={`way-${way}`}
              group="way"
              checked={choice.way === way}
              onToggle={() => change({ way })}
            >
              {texts.unbind.ways[way]}
            </Choice>
          ))}
          {reach === "unreachable" && <Banner tone="warn" title={words.unreachable} />}
          {choice.way === "offline" && <p>{words.offlineMeaning}</p>}
        </fieldset>
      </div>
    </div>
  );
}
