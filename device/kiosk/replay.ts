/** What the journal's records lead to, for every part that outlives a process. */

import { foldProvisioning, type Provisioned } from "../bindings/enrolment.ts";
import type { JournalRecord } from "../journal/record.ts";
import { foldThrottles, type Throttles } from "../people/throttle.ts";
import { foldUnbind, type ReplayedUnbind } from "../unbind/history.ts";

export type Replayed = {
  readonly unbind: ReplayedUnbind;
  readonly throttles: Throttles;
  readonly provisioned: Provisioned;
  /** Unix milliseconds, by the clock of the time; 0 where there is no record. */
  readonly lastRecordAt: number;
};

/** What the journal's records lead to; null when they do not follow from one another. */
export function replay(records: readonly JournalRecord[]): Replayed | null {
  const unbind = foldUnbind(records);
  const throttles = foldThrottles(records);
  const provisioned = foldProvisioning(records);
  const lastRecordAt = records[records.length - 1]?.at ?? 0;
  return unbind && throttles && provisioned ? { unbind, throttles, provisioned, lastRecordAt } : null;
}
