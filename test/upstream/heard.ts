/** How far the upstream has heard a terminal since its key was enrolled. */

import type { JournalPoint } from "../../device/contract/messages/heard.ts";
import type { HeardRecord } from "./records.ts";
import type { UpstreamStore } from "./store.ts";

type Hearing = { readonly store: UpstreamStore };

export const heardNothing: HeardRecord = { requests: 0, lastRequestId: null, journal: null };

function hear({ store }: Hearing, sn: string, change: (before: HeardRecord) => HeardRecord): void {
  const terminal = store.get("terminals", sn);
  if (!terminal?.enrolled) return;
  const heard = change(terminal.enrolled.heard ?? heardNothing);
  store.put("terminals", sn, { ...terminal, enrolled: { ...terminal.enrolled, heard } });
}

/** A request of the terminal was taken, that was not known before. */
export function hearRequest({ store }: Hearing, sn: string, requestId: string): void {
  hear({ store }, sn, (before) => ({ ...before, requests: before.requests + 1, lastRequestId: requestId }));
}

/** The farthest counts: a question that was on its way longer brings none back. */
export function hearJournal({ store }: Hearing, sn: string, point: JournalPoint): void {
  hear({ store }, sn, (before) => (point.seq > (before.journal?.seq ?? -1) ? { ...before, journal: point } : before));
}
