/** How far the upstream has heard a terminal since its key was enrolled, and what it signs of that. */

import type { JournalPoint } from "../../device/contract/messages/heard.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { HeardRecord, TerminalRecord } from "./records.ts";
import { addressedTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

const nothing: HeardRecord = { requests: 0, lastRequestId: null, journal: null };

function hear(context: Pick<UpstreamContext, "store">, sn: string, change: (before: HeardRecord) => HeardRecord): void {
  const terminal = context.store.get("terminals", sn);
  if (!terminal?.enrolled) return;
  const heard = change(terminal.enrolled.heard ?? nothing);
  context.store.put("terminals", sn, { ...terminal, enrolled: { ...terminal.enrolled, heard } });
}

/** A request of the terminal was taken, that was not known before. */
export function hearRequest(context: Pick<UpstreamContext, "store">, sn: string, requestId: string): void {
  hear(context, sn, (before) => ({ ...before, requests: before.requests + 1, lastRequestId: requestId }));
}

/** The farthest counts: a question that was on its way longer brings none back. */
export function hearJournal(context: Pick<UpstreamContext, "store">, sn: string, point: JournalPoint): void {
  hear(context, sn, (before) => (point.seq > (before.journal?.seq ?? -1) ? { ...before, journal: point } : before));
}

/** In answer to the question with this nonce. */
export function signHeard(context: UpstreamContext, { sn, enrolled }: TerminalRecord, nonce: string): Promise<string> {
  const { requests, lastRequestId, journal } = enrolled?.heard ?? nothing;
  const at = new Date(context.clock.now()).toISOString();
  const payload = { ...addressedTo(context, sn), sn, nonce, requests, lastRequestId, journal, at };
  return context.key.sign(jwsType.heard, payload);
}
