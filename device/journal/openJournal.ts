/**
 * How a journal is found at a start: whole, with a torn tail, damaged, or older than it was.
 *
 * A mark beside the file says how far the chain had certainly come. Bytes that do not fit the chain are a torn
 * tail only beyond the mark; at or before it they are damage, and so is a file that ends before the mark.
 *
 * A counter that is kept elsewhere says the same once more: a journal that is whole and does not come as far is an older
 * one, put in the place of the newest.
 */

import { ok, type Result } from "../base/result.ts";
import type { JournalFileFailure } from "../ports/journalFile.ts";
import type { StateCounter, StateCounterFailure } from "../ports/stateCounter.ts";
import { beginningOf } from "./archives.ts";
import { createJournal, type Found, type Journal, type JournalPorts, olderRecordKind } from "./journal.ts";
import type { ChainPoint, JournalRecord } from "./record.ts";
import { type Scan, scanChain } from "./scan.ts";

/** `records`: those of the newest file. */
export type OpenedJournal = { readonly journal: Journal; readonly records: readonly JournalRecord[] };

/** Reads the whole journal, cuts a torn tail, and says what it found. Damage is not repaired: such a journal takes no entry. */
export async function openJournal(ports: JournalPorts): Promise<Result<OpenedJournal, JournalFileFailure>> {
  // The counter may lag behind the journal, so it does not matter which is read first.
  const [read, counted] = await Promise.all([ports.file.read(), ports.counter?.read() ?? null]);
  if (!read.ok) return read;
  const { bytes, mark } = read.value;
  const { after, archives } = beginningOf(bytes, ports.hash);
  const scan = scanChain(bytes, ports.hash, after);
  const sure = parseMark(mark);
  const wasFound = scan.records.some(({ kind }) => kind === olderRecordKind);
  const isOlder = wasFound || isOlderThanCounted(counted, scan, sure);
  const damaged = isDamaged(scan, sure);
  const isUsable = !damaged && !isOlder;
  const goodBytes = scan.starts[scan.records.length] ?? 0;
  const cutBytes = bytes.length - goodBytes;
  if (isUsable && cutBytes > 0) {
    const cut = await ports.file.cut(goodBytes);
    if (!cut.ok) return cut;
  }
  const whole = cutBytes > 0 ? "tornTailCut" : "intact";
  const status = damaged ? "damaged" : isOlder ? "rolledBack" : whole;
  const found: Found = {
    status,
    cutBytes: isUsable ? cutBytes : 0,
    damagedAt: damaged ? scan.head.seq + 1 : null,
  };
  const counter = isUsable && ports.counter ? await counting(ports.counter, counted, scan.head) : null;
  const { head, starts, records } = scan;
  return ok({ journal: createJournal(ports, found, { after, head, starts, archives }, counter), records });
}

type Counted = Result<string | null, StateCounterFailure> | null;

/** The counter, where it counts: what was never counted is counted from here on. Null where it cannot be written. */
async function counting(
  counter: StateCounter,
  counted: Counted,
  { seq, hash }: ChainPoint,
): Promise<StateCounter | null> {
  const count = `${seq} ${hash}`;
  // Most starts add nothing, and to write is the slowest that a start does.
  if (counted?.ok && counted.value === count) return counter;
  const kept = await counter.keep(count);
  return kept.ok ? counter : null;
}

function isDamaged(scan: Scan, sure: ChainPoint | null): boolean {
  if (scan.moreLines) return true;
  return sure !== null && !scan.passes(sure);
}

/** `isCounted`: the journal has a counter, and there must be one. */
type Mark = ChainPoint & { readonly isCounted: boolean };

/** A mark that cannot be read says nothing; it is never taken for damage, since it need not be durable. */
function parseMark(mark: string | null): Mark | null {
  const match = /^(\d{1,15}) ([A-Za-z0-9_-]{43})( counted)?$/.exec(mark ?? "");
  return match?.[1] && match[2] ? { seq: Number(match[1]), hash: match[2], isCounted: match[3] !== undefined } : null;
}

/**
 * The counter knows more than this journal holds. One that is missing is a fault as well, but for a journal that was never
 * counted: an empty one, or that of an earlier program, whose mark says so.
 */
function isOlderThanCounted(counted: Counted, scan: Scan, mark: Mark | null): boolean {
  if (!counted) return false;
  if (!counted.ok) return true;
  if (counted.value === null) return mark ? mark.isCounted : scan.head.seq > 0;
  const count = parseMark(counted.value);
  return count === null || !scan.passes(count);
}
