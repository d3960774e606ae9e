/** The journal as a person may look at it: page by page, what happened when and never a content, or the whole of it as a file. */

import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { JournalPageView } from "../contract/views/staff.ts";
import { readExcerpt } from "../journal/excerpt.ts";
import type { Journal } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { People } from "../people/createPeople.ts";
import type { EvidenceStore } from "../ports/evidenceStore.ts";
import type { Hash } from "../ports/hash.ts";

const recordsOnPage = 20;

export type JournalPages = {
  view(): JournalPageView | null;
  /** The newest records, or those before `beforeSeq`. */
  read(beforeSeq: number | undefined): Promise<Result<void, ErrorView>>;
  /** The lines as they lie in its files, a copy of each: whoever has them can check the chain. */
  exportAll(): Promise<Result<void, ErrorView>>;
};

export function createJournalPages(parts: {
  readonly ports: { readonly hash: Hash; readonly evidenceStore: EvidenceStore };
  readonly journal: Journal;
  readonly people: People;
  readonly onChange: () => void;
}): JournalPages {
  const { journal, people, onChange } = parts;
  const { hash, evidenceStore: store } = parts.ports;
  let view: JournalPageView | null = null;
  let place: JournalPageView["place"] = null;

  people.session.onClosed(() => {
    view = null;
    place = null;
  });

  return {
    view: () => view && { ...view, place },
    async read(beforeSeq = journal.head().seq + 1) {
      const toSeq = Math.min(beforeSeq - 1, journal.head().seq);
      const fromSeq = Math.max(1, toSeq - recordsOnPage + 1);
      const lines = toSeq > 0 ? await journal.excerpt(fromSeq, toSeq) : ok([]);
      if (!lines.ok) return err(errorView(lines.error));
      const excerpt = readExcerpt(lines.value, hash);
      if (!excerpt.ok) return err({ code: "journal/damaged", facts: { seq: fromSeq + excerpt.error.line - 1 } });
      const records = excerpt.value.records.map(lineOf).reverse();
      view = { records, hasOlder: records.length > 0 && fromSeq > 1, place };
      onChange();
      return ok();
    },
    async exportAll() {
      for (const { fromSeq, toSeq } of journal.files()) {
        const lines = await journal.excerpt(fromSeq, toSeq);
        if (!lines.ok) return err(errorView(lines.error));
        const saved = await store.saveJournal(toSeq, lines.value.map((line) => `${line}\n`).join(""));
        if (!saved.ok) return err(errorView(saved.error));
        place = saved.value;
      }
      view ??= { records: [], hasOlder: false, place };
      onChange();
      return ok();
    },
  };
}

function lineOf({ seq, at, kind, body }: JournalRecord): JournalPageView["records"][number] {
  const type = typeof body === "object" && body !== null && "type" in body ? body.type : null;
  return { seq, at, kind, what: typeof type === "string" ? type : kind };
}
