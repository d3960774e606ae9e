/** The walk along the chain over a journal's bytes, from its start to the first line that does not fit. */

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
  readonly records: readonly JournalRecord[];
  /** Where each record's line starts, and behind them where the next one would. */
  readonly starts: readonly number[];
  readonly head: ChainPoint;
  /** Whole lines lie behind the first that does not fit. */
  readonly moreLines: boolean;
  /** Whether the chain passes this point. */
  passes(point: ChainPoint): boolean;
};

const lineEnd = 0x0a;

export function scanChain(bytes: Uint8Array, hash: Hash): Scan {
  const records: (JournalRecord & ChainLink)[] = [];
  const starts = [0];
  let link = linkAt(chainStart);
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
    records,
    starts,
    head: pointAt(link),
    moreLines: end >= 0 && bytes.indexOf(lineEnd, end + 1) >= 0,
    passes(point) {
      const passed = point.seq === 0 ? linkAt(chainStart) : records[point.seq - 1];
      return passed !== undefined && pointAt(passed).hash === point.hash;
    },
  };
}
