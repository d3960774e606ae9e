/** Why: one card for each reason. Choosing one goes on, but for the one that has something to be written. */

import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { DraftChoice } from "../state/draftChoice.ts";
import { ReasonText } from "./ReasonText.tsx";

export type DraftReasonProps = {
  readonly texts: Texts;
  readonly profile: ProfileView;
  readonly choice: DraftChoice;
  readonly onChange: (choice: DraftChoice) => void;
  readonly onChosen: () => void;
};

export function DraftReason({ texts, profile, choice, onChange, onChosen }: DraftReasonProps) {
  const words = texts.screens.draft;
  return (
    <div class="stack">
      <div class="reasons">
        {profile.reasons.map(({ code, documents }) => (
          <button
            key={code}
            type="button"
            class={choice.code === code ? "action reason chosen" : "action reason"}
            data-action={`reason-${code}`}
            aria-pressed={choice.code === code}
            onClick={() => {
              onChange({ ...choice, code });
              if (code !== "other") onChosen();
            }}
          >
            {texts.unbind.reasons[code]}
            {documents.length > 0 && (
              <span class="small line">
                {words.documentsOfReason} {documents.map((document) => texts.profile.documents[document]).join(" · ")}
              </span>
            )}
          </button>
        ))}
      </div>
      {choice.code === "other" && (
        <ReasonText texts={texts} text={choice.text} onText={(text) => onChange({ ...choice, text })} />
      )}
    </div>
  );
}
