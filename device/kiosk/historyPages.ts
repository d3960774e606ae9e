/** Every earlier unbind, twenty at a time: the newest are always in view, older ones when somebody turns the page. */

import type { HistoryEntryView, HistoryPageView } from "../contract/views/history.ts";
import type { People } from "../people/createPeople.ts";
import type { History, HistoryEntry } from "../unbind/history.ts";

const entriesOnPage = 20;

export type HistoryPages = {
  /** Newest first. */
  newest(): readonly HistoryEntryView[];
  /** Those behind the `from` newest; null where those are the newest themselves. */
  older(): HistoryPageView | null;
  /** Those of both, each once. */
  inView(): readonly HistoryEntry[];
  /** How many there are. */
  count(): number;
  read(from: number): void;
};

export function createHistoryPages(parts: {
  readonly history: History;
  readonly people: People;
  readonly onChange: () => void;
}): HistoryPages {
  const { history, people, onChange } = parts;
  let from = 0;

  people.session.onClosed(() => {
    from = 0;
  });

  function pageFrom(first: number): readonly HistoryEntry[] {
    const entries = history.entries();
    const end = Math.max(0, entries.length - first);
    return entries.slice(Math.max(0, end - entriesOnPage), end).reverse();
  }

  return {
    newest: () => pageFrom(0).map(viewOf),
    older: () => (from === 0 ? null : { from, entries: pageFrom(from).map(viewOf) }),
    inView: () => [...new Set([...pageFrom(0), ...pageFrom(from)])],
    count: () => history.entries().length,
    read(first) {
      from = Math.min(first, Math.max(0, history.entries().length - 1));
      onChange();
    },
  };
}

function viewOf({ request, state, proof, endedAt, followUps, done }: HistoryEntry): HistoryEntryView {
  return {
    requestId: request.requestId,
    providerId: request.providerId,
    bindingKind: request.bindingKind,
    epoch: request.epoch,
    state,
    confirmedAt: request.confirmedAt,
    endedAt,
    proof,
    followUps: followUps.map((code) => ({ code, doneAt: done.get(code) ?? null })),
  };
}
