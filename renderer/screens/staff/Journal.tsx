/** The journal page by page: when something happened and what, never a content. */

import type { Offered } from "../../../device/contract/views/offered.ts";
import type { JournalPageView } from "../../../device/contract/views/staff.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Banner } from "../../parts/Banner.tsx";
import { Page } from "../../parts/Page.tsx";
import { formatInstant } from "../../state/format.ts";
import type { SendOrder } from "../../state/useHost.ts";

export type JournalProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  /** How many the whole journal has. */
  readonly records: number;
  readonly page: JournalPageView;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onBack: () => void;
};

/** As many as a page of the host has. */
const recordsOnPage = 20;

export function Journal({ texts, words, records, page, offered, send, onBack }: JournalProps) {
  const says = words.journal;
  const newest = page.records[0]?.seq;
  const oldest = page.records.at(-1)?.seq;
  const actions = (
    <>
      <Action name="leave-journal" onPress={onBack}>
        {texts.screens.back}
      </Action>
      {offered.exportJournal && (
        <Action name="export-journal" onPress={() => send("exportJournal", {})}>
          {says.exportAll}
        </Action>
      )}
      <Action
        name="journal-newer"
        disabled={!offered.readJournal || (newest !== undefined && newest >= records)}
        onPress={() => send("readJournal", newest === undefined ? {} : { beforeSeq: newest + recordsOnPage + 1 })}
      >
        {says.newer}
      </Action>
      <Action
        name="journal-older"
        disabled={!offered.readJournal || !page.hasOlder || oldest === undefined}
        onPress={() => send("readJournal", oldest === undefined ? {} : { beforeSeq: oldest })}
      >
        {says.older}
      </Action>
    </>
  );
  return (
    <Page screen="journal" title={says.title} actions={actions}>
      {/* A page begins at its top. */}
      <div key={newest} class="stack">
        {page.place && <Banner tone="good" title={says.exportedTo(page.place.place)} field="journal-place" />}
        <p class="small">{page.records.length > 0 ? says.lead : says.empty}</p>
        {page.records.length > 0 && (
          <ol class="records">
            {page.records.map(({ seq, at, kind, what }) => (
              <li key={seq} data-field={`record-${seq}`}>
                <span class="mono">{seq}</span>
                <span class="grow">
                  {says.what[what] ?? what}
                  <span class="small mono line">{what === kind ? kind : `${kind}/${what}`}</span>
                </span>
                <span class="small">{formatInstant(at)}</span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Page>
  );
}
