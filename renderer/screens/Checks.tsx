/** The checks before submitting, what each found, and what to do where one failed. */

import type { UnbindView } from "../../device/contract/host.ts";
import { Action } from "../parts/Action.tsx";
import { Banner, type Tone } from "../parts/Banner.tsx";
import { CheckList } from "../parts/CheckList.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Page } from "../parts/Page.tsx";
import { Working } from "../parts/Working.tsx";
import type { Texts } from "../text/texts.ts";

export type ChecksProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly onDiscard: () => void;
  readonly onAgain: () => void;
  readonly onSummary: () => void;
};

const tones = {
  eligible: "good",
  eligible_with_side_effects: "warn",
  ineligible: "bad",
} as const satisfies Record<NonNullable<UnbindView["eligibility"]>, Tone>;

export function Checks({ texts, unbind, onDiscard, onAgain, onSummary }: ChecksProps) {
  const words = texts.screens.checks;
  const running = unbind.state === "precheck";
  const failed = unbind.checks.filter((check) => check.outcome === "failed");
  const actions = (
    <>
      <Action name="discard" onPress={onDiscard}>
        {texts.screens.leaveDraft}
      </Action>
      <Action name="check-again" disabled={unbind.state !== "blocked"} onPress={onAgain}>
        {words.again}
      </Action>
      <Action name="show-summary" kind="primary" disabled={unbind.state !== "ready"} onPress={onSummary}>
        {words.next}
      </Action>
    </>
  );
  return (
    <Page screen="checks" state={unbind.state} title={words.title} actions={actions}>
      {running && <Working label={words.running} />}
      {!running && unbind.eligibility && (
        <Banner
          tone={tones[unbind.eligibility]}
          title={texts.unbind.eligibility[unbind.eligibility]}
          field="eligibility"
        >
          {failed.length > 0 && <p>{words.failedCount(failed.length)}</p>}
        </Banner>
      )}
      {unbind.failure && <ErrorNote texts={texts} failure={unbind.failure} />}
      <div class="scroll">
        <CheckList texts={texts} checks={unbind.checks} />
      </div>
    </Page>
  );
}
