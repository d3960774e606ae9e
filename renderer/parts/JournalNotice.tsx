/**
 * Tells when the end of the journal was cut off, or is near, and then lets a technician put closed history aside; silent
 * otherwise. One that does not fit together stops the kiosk.
 */

import type { JournalView } from "../../device/contract/views/staff.ts";
import type { Texts } from "../../device/text/texts.ts";
import { useErrorTexts } from "../state/useTexts.ts";
import { Action } from "./Action.tsx";
import { Banner } from "./Banner.tsx";

export type JournalNoticeProps = {
  readonly texts: Texts;
  readonly journal: JournalView;
  /** Null while something is under way, or for whoever may not. */
  readonly onArchive: (() => void) | null;
};

export function JournalNotice({ texts, journal, onArchive }: JournalNoticeProps) {
  const { torn, archive } = texts.screens.home;
  const errors = useErrorTexts(texts);
  const { status, warning, cutBytes, usedPercent } = journal;
  if (warning && errors) {
    const { sentence, remedy } = errors[warning];
    return (
      <Banner tone="warn" title={sentence} field="journal">
        <p>
          {remedy} ({usedPercent}%)
        </p>
        {onArchive && (
          <Action name="archive-journal" onPress={onArchive}>
            {archive}
          </Action>
        )}
      </Banner>
    );
  }
  if (status !== "tornTailCut") return null;
  return (
    <Banner tone="warn" title={torn.title} field="journal">
      <p>{torn.meaning(cutBytes)}</p>
    </Banner>
  );
}
