/** What the journal's records lead to, for every part that outlives a process. */

import { foldProvisioning, type Provisioned, provisioningRecords } from "../bindings/enrolment.ts";
import { lastWrittenAt } from "../journal/archives.ts";
import type { CarriedEntry } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import { foldThrottles, type Throttles, throttleRecords } from "../people/throttle.ts";
import { keySetRecord, keySetRecordKind } from "../trust/upstreamKeys.ts";
import { carriedUnbinds, closingRecordKind, foldUnbind, type ReplayedUnbind } from "../unbind/history.ts";

export type Replayed = {
  readonly unbind: ReplayedUnbind;
  readonly throttles: Throttles;
  readonly provisioned: Provisioned;
  /** The upstream's key sets that were accepted, oldest first. */
  readonly keySets: readonly string[];
  /** Unix milliseconds, by the clock of the time; 0 where there is no record. */
  readonly lastRecordAt: number;
};

/** What the journal's records lead to; null when they do not follow from one another. */
export function replay(records: readonly JournalRecord[]): Replayed | null {
  const unbind = foldUnbind(records);
  const throttles = foldThrottles(records);
  const provisioned = foldProvisioning(records);
  const keySets = foldKeySets(records);
  const lastRecordAt = lastWrittenAt(records);
  return unbind && throttles && provisioned && keySets
    ? { unbind, throttles, provisioned, keySets, lastRecordAt }
    : null;
}

const isKeySet = ({ kind }: JournalRecord) => kind === keySetRecordKind;

function foldKeySets(records: readonly JournalRecord[]): readonly string[] | null {
  const sets: string[] = [];
  for (const { body } of records.filter(isKeySet)) {
    const record = keySetRecord.safeParse(body);
    if (!record.success) return null;
    sets.push(record.data.jws);
  }
  return sets;
}

/** No unbind is under way. */
export function isAllClosed(records: readonly JournalRecord[]): boolean {
  return carriedUnbinds(records).open.length === 0;
}

/** What a new journal has to hold so that its replay leads to the same. What is closed keeps the place that it had. */
export function carriedOver(records: readonly JournalRecord[]): readonly CarriedEntry[] {
  const { closings, open } = carriedUnbinds(records);
  const at = lastWrittenAt(records);
  const needed = [...throttleRecords(records), ...provisioningRecords(records), ...records.filter(isKeySet), ...open];
  return [
    ...closings.map((body) => ({ kind: closingRecordKind, body, at })),
    ...needed.sort((one, other) => one.seq - other.seq).map(({ kind, body, at: then }) => ({ kind, body, at: then })),
  ];
}
