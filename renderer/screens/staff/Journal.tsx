/** The journal page by page: when something happened and what, never a content. */

import { useState } from "preact/hooks";
import type { Offered } from "../../../device/contract/views/offered.ts";
import type { JournalPageView } from "../../../device/contract/views/staff.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Banner } from "../../parts/Banner.tsx";
import { Page } from "../../parts/Page.tsx";
import { formatInstant } from "../../state/format.ts";
import { everything, isEverything, orderFor, type Wanted } from "../../state/journalSearch.ts";
import type { SendOrder } from "../../state/useHost.ts";
import { JournalSearch } from "./JournalSearch.tsx";

export type JournalProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  /** How many the whole journal has. */
  readonly records: number;
  readonly page: JournalPageView;
  readonly now: () => number;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onBack: () => void;
};

/** As many as a page of the host has. */
const recordsOnPage = 20;

export function Journal({ texts, words, records, page, now, offered, send, onBack }: JournalProps) {
  const says = words.journal;
  const newest = page.records[0]?.seq;
  const [wanted, setWanted] = useState(everything);
  const [searching, setSearching] = useState(false);
  const isAll = isEverything(wanted);
  const look = (next: Wanted) => {
    setWanted(next);
    setSearching(false);
    send("readJournal", orderFor(next, now()));
  };
  /** Of what is looked for nobody knows what stands before a page; it begins anew. */
  const newer = () => {
    if (!isAll || newest === undefined) return send("readJournal", orderFor(wanted, now()));
    send("readJournal", { beforeSeq: newest + recordsOnPage + 1 });
  };
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
      {offered.readJournal && (
        <Action name="search-journal" onPress={() => setSearching(true)}>
          {says.search.title}
        </Action>
      )}
      <Action
        name="journal-newer"
        disabled={!offered.readJournal || (isAll && newest !== undefined && newest >= records)}
        onPress={newer}
      >
        {says.newer}
      </Action>
      <Action
        name="journal-older"
        disabled={!offered.readJournal || !page.hasOlder}
        onPress={() => send("readJournal", { ...orderFor(wanted, now()), beforeSeq: page.lookedBackTo })}
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
        {!isAll && <p class="strong">{says.search.among}</p>}
        <p class="small">{page.records.length > 0 ? says.lead : isAll ? says.empty : says.search.nothing}</p>
        {page.records.length > 0 && (
          <ol class="records">
            {page.records.map(({ seq, at, kind, what, case: number }) => (
              <li key={seq} data-field={`record-${seq}`}>
                <span class="mono">{seq}</span>
                <span class="grow">
                  {says.what[what] ?? what}
                  <span class="small mono line">{what === kind ? kind : `${kind}/${what}`}</span>
                  {number && (
                    <span class="small line">
                      {texts.screens.caseNumber} <span class="mono">{number}</span>
                    </span>
                  )}
                </span>
                <span class="small">{formatInstant(at)}</span>
              </li>
            ))}
          </ol>
        )}
      </div>
      {searching && (
        <JournalSearch
          texts={texts}
          words={says.search}
          wanted={wanted}
          onLook={look}
          onClose={() => setSearching(false)}
        />
      )}
    </Page>
  );
}
