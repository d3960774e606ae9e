/** The journal as a person may look at it: page by page, what happened when and never a content, or the whole of it as a file. */

import { caseNumber } from "../../base/caseNumber.ts";
import { msOf } from "../../base/instant.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type ErrorView, errorCode, errorView } from "../../contract/errors.ts";
import type { OrderInput } from "../../contract/orders.ts";
import type { JournalPageView } from "../../contract/views/staff.ts";
import { readExcerpt } from "../../journal/excerpt.ts";
import type { Journal } from "../../journal/journal.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { People } from "../../people/createPeople.ts";
import type { EvidenceStore } from "../../ports/evidenceStore.ts";
import type { Hash } from "../../ports/hash.ts";
import { gateClosed } from "../../unbind/gates.ts";

const recordsOnPage = 20;
/** Where few fit: so many are looked through for one page, so many at a time. */
const mostLookedAt = 5_000;
const lookedAtOnce = 500;

export type JournalLine = JournalPageView["records"][number];

export type JournalPages = {
  view(): JournalPageView | null;
  /** The newest records that are looked for, or those of them before `beforeSeq`. */
  read(wanted: OrderInput<"readJournal">): Promise<Result<void, ErrorView>>;
  /** So many of the newest, without a page. */
  newest(many: number): Promise<Result<readonly JournalLine[], ErrorView>>;
  /** The lines as they lie in its files, a copy of each: whoever has them can check the chain. */
  exportAll(): Promise<Result<void, ErrorView>>;
};

export type JournalPagesParts = {
  readonly ports: { readonly hash: Hash; readonly evidenceStore: EvidenceStore };
  readonly journal: Journal;
  readonly people: People;
  readonly onChange: () => void;
};

export function createJournalPages(parts: JournalPagesParts): JournalPages {
  const { journal, people, onChange } = parts;
  const { hash, evidenceStore: store } = parts.ports;
  let view: JournalPageView | null = null;
  let place: JournalPageView["place"] = null;

  people.session.onClosed(() => {
    view = null;
    place = null;
  });

  /** So many, the newest first. */
  async function linesUpTo(toSeq: number, many: number): Promise<Result<readonly JournalLine[], ErrorView>> {
    const fromSeq = Math.max(1, toSeq - many + 1);
    const lines = await journal.excerpt(fromSeq, toSeq);
    if (!lines.ok) return err(errorView(lines.error));
    const excerpt = readExcerpt(lines.value, hash);
    if (!excerpt.ok) return err({ code: "journal/damaged", facts: { seq: fromSeq + excerpt.error.line - 1 } });
    return ok(excerpt.value.records.map(lineOf).reverse());
  }

  return {
    view: () => view && { ...view, place },
    newest: (many) => linesUpTo(journal.head().seq, many),
    async read({ beforeSeq = journal.head().seq + 1, ...wanted }) {
      const isEvery = Object.keys(wanted).length === 0;
      const newest = Math.min(beforeSeq - 1, journal.head().seq);
      const records: JournalLine[] = [];
      let toSeq = newest;
      while (toSeq > Math.max(0, newest - mostLookedAt) && records.length < recordsOnPage) {
        const lines = await linesUpTo(toSeq, isEvery ? recordsOnPage : lookedAtOnce);
        if (!lines.ok) return lines;
        for (const line of lines.value) {
          if (records.length === recordsOnPage) break;
          if (isWanted(line, wanted)) records.push(line);
          toSeq = line.seq - 1;
        }
      }
      view = { records, hasOlder: toSeq > 0, lookedBackTo: toSeq + 1, place };
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
      view ??= { records: [], hasOlder: false, lookedBackTo: 1, place };
      onChange();
      return ok();
    },
  };
}

function isWanted(line: JournalLine, { since, kind, caseNumber: number }: OrderInput<"readJournal">): boolean {
  const isOfDay = since === undefined || line.at >= msOf(since);
  return isOfDay && (kind === undefined || line.kind === kind) && (number === undefined || line.case === number);
}

function lineOf({ seq, at, kind, body }: JournalRecord): JournalLine {
  const { type, code }: { type?: unknown; code?: unknown } = typeof body === "object" && body !== null ? body : {};
  const what = typeof type === "string" ? type : kind;
  const failure = what === "gatesFailed" ? gateClosed : errorCode.safeParse(code).data;
  return { seq, at, kind, what, case: failure ? caseNumber(failure) : null };
}
