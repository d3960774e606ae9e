/** Tells when the end of the journal was cut off; silent while it is whole. One that does not fit together stops the kiosk. */

import type { JournalView } from "../../device/contract/views/staff.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Banner } from "./Banner.tsx";

export function JournalNotice({ texts, journal }: { readonly texts: Texts; readonly journal: JournalView }) {
  const { torn } = texts.screens.home;
  if (journal.status !== "tornTailCut") return null;
  return (
    <Banner tone="warn" title={torn.title} field="journal">
      <p>{torn.meaning(journal.cutBytes)}</p>
    </Banner>
  );
}
