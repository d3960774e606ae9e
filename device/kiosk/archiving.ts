/**
 * Puts closed history aside before the journal is long: a start reads the whole of its newest file, and none of an archive.
 * While the kiosk runs, only with nothing under way: the history knows by number where the records of an unbind lie.
 */

import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { Carry, Journal } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { Log } from "../ports/log.ts";
import type { History } from "../unbind/history.ts";
import { carriedOver, isAllClosed } from "./replay.ts";

/** Of the longest journal. Reading an eighth of 256 MiB takes a start well under a second. */
const dueFromPercent = 12;
/** Where too little was closed, it is looked again when the journal has grown by so much. */
const againAfterPercent = 5;

export type Archiving = {
  /** Whether nothing is under way, and something is closed. */
  mayArchive(): boolean;
  archive(): Promise<Result<void, ErrorView>>;
  /** By itself, where it is due and nothing is under way. */
  poll(): Promise<void>;
};

export function createArchiving(parts: {
  readonly ports: { readonly log: Log };
  readonly journal: Journal;
  readonly history: History;
  readonly onChange: () => void;
}): Archiving {
  const { journal, history, onChange } = parts;
  const { log } = parts.ports;
  let againFromPercent = 0;
  async function archive(): Promise<Result<void, ErrorView>> {
    const kept = await putAside(journal, log, (records) => (isAllClosed(records) ? carriedOver(records) : null));
    onChange();
    return kept.ok ? ok() : kept;
  }

  return {
    mayArchive: history.isAllClosed,
    archive,
    async poll() {
      if (!isDue(journal) || journal.view().usedPercent < againFromPercent || !history.isAllClosed()) return;
      againFromPercent = journal.view().usedPercent + againAfterPercent;
      await archive();
    },
  };
}

/** Before anything reads the records; null where it is not due, or could not be done: the journal goes on as it is. */
export async function archiveAtStart(journal: Journal, log: Log): Promise<readonly JournalRecord[] | null> {
  if (!isDue(journal)) return null;
  const kept = await putAside(journal, log, carriedOver);
  return kept.ok ? kept.value : null;
}

function isDue(journal: Journal): boolean {
  return journal.view().usedPercent >= dueFromPercent;
}

async function putAside(
  journal: Journal,
  log: Log,
  carry: Carry,
): Promise<Result<readonly JournalRecord[], ErrorView>> {
  const { usedPercent } = journal.view();
  const kept = await journal.setAside(carry);
  if (!kept.ok) {
    const view = errorView(kept.error);
    log.note(view.code, view.facts);
    return err(view);
  }
  log.note("kiosk/archived", { usedPercent, records: kept.value.length });
  return kept;
}
