/** Tells when the journal was cut or does not fit together; silent while it is whole. */

import type { JournalView } from "../../device/contract/views/staff.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Banner } from "./Banner.tsx";

export function JournalNotice({ texts, journal }: { readonly texts: Texts; readonly journal: JournalView }) {
  const { torn, damaged } = texts.screens.home;
  if (journal.status === "tornTailCut")
    return (
      <Banner tone="warn" title={torn.title} field="journal">
        <p>{torn.meaning(journal.cutBytes)}</p>
      </Banner>
    );
  if (journal.status === "damaged")
    return (
      <Banner tone="bad" title={damaged.title} field="journal">
        <p>{damaged.meaning(journal.damagedAt)}</p>
      </Banner>
    );
  return null;
}
