/** The walk along the chain over a journal's bytes, from their start to the first line that does not fit. */

import type { Hash } from "../ports/hash.ts";
import {
  type ChainLink,
  type ChainPoint,
  chainStart,
  decodeRecord,
  type JournalRecord,
  linkAt,
  pointAt,
} from "./record.ts";

export type Scan = {
  /** What the first line follows. */
  readonly after: ChainPoint;
  readonly records: readonly JournalRecord[];
  /** Where each record's line starts, and behind them where the next one would. */
  readonly starts: readonly number[];
  readonly head: ChainPoint;
  /** Whole lines lie behind the first that does not fit. */
  readonly moreLines: boolean;
  /** Whether the chain passes this point; what lies before `after` is not known. */
  passes(point: ChainPoint): boolean;
};

export const lineEnd = 0x0a;

export function scanChain(bytes: Uint8Array, hash: Hash, after: ChainPoint = chainStart): Scan {
  const records: (JournalRecord & ChainLink)[] = [];
  const starts = [0];
  let link = linkAt(after);
  let at = 0;
  let end = bytes.indexOf(lineEnd);
  for (; end >= 0; end = bytes.indexOf(lineEnd, at)) {
    const record = decodeRecord(bytes, at, end, link, hash);
    if (!record) break;
    records.push(record);
    link = record;
    at = end + 1;
    starts.push(at);
  }
  return {
    after,
    records,
    starts,
    head: pointAt(link),
    moreLines: end >= 0 && bytes.indexOf(lineEnd, end + 1) >= 0,
    passes({ seq, hash: expected }) {
      const passed = seq === after.seq ? linkAt(after) : records[seq - after.seq - 1];
      return passed !== undefined && pointAt(passed).hash === expected;
    },
  };
}
