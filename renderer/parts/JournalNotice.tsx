/** Tells when the end of the journal was cut off, or is near; silent otherwise. One that does not fit together stops the kiosk. */

import type { JournalView } from "../../device/contract/views/staff.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Banner } from "./Banner.tsx";

export function JournalNotice({ texts, journal }: { readonly texts: Texts; readonly journal: JournalView }) {
  const { torn } = texts.screens.home;
  const { status, warning, cutBytes, usedPercent } = journal;
  if (warning) {
    const { sentence, remedy } = texts.errors[warning];
    return (
      <Banner tone="warn" title={sentence} field="journal">
        <p>
          {remedy} ({usedPercent}%)
        </p>
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
