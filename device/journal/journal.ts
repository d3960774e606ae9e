/**
 * The append-only, hash-chained journal over a JournalFile. What it answers "yes" to survives a power cut.
 *
 * A mark beside the file says how far the chain had certainly come. Bytes that do not fit the chain are a torn
 * tail only beyond the mark; at or before it they are damage, and so is a file that ends before the mark.
 *
 * A counter that is kept elsewhere says the same once more: a journal that is whole and does not come as far is an older
 * one, put in the place of the newest.
 */

import { concat, fromUtf8, utf8 } from "../base/bytes.ts";
import { createEmitter } from "../base/emitter.ts";
import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { JournalView } from "../contract/views/staff.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { JournalFile, JournalFileFailure } from "../ports/journalFile.ts";
import type { StateCounter } from "../ports/stateCounter.ts";
import { type ChainPoint, encodeRecord, type JournalRecord, maxLineBytes } from "./record.ts";
import { type Scan, scanChain } from "./scan.ts";

export type JournalEntry = { readonly kind: string; readonly body: unknown };

export type JournalFailure =
  | JournalFileFailure
  | { readonly code: "journal/damaged"; readonly seq: number }
  /** It, or the counter that counts it, is not the newest, or missing. */
  | { readonly code: "journal/rolled-back" };

export type Journal = {
  view(): JournalView;
  head(): ChainPoint;
  /** Writes the entries as one piece; resolves when they are durable. After a failure nothing more is taken. */
  append(entries: readonly JournalEntry[]): Promise<Result<void, JournalFailure>>;
  /** Something was to be written and could not be: from now on nothing may be sent, wiped or compared. */
  onFault(listener: (failure: JournalFailure) => void): () => void;
  /** Resolves when nothing is being written any more, the mark included. */
  settled(): Promise<void>;
  /** The lines from record `fromSeq` to `toSeq`, or to the last, as they lie in the file; nothing else of it is read. */
  excerpt(fromSeq: number, toSeq?: number): Promise<Result<readonly string[], JournalFailure>>;
};

export type OpenedJournal = { readonly journal: Journal; readonly records: readonly JournalRecord[] };

type JournalPorts = {
  readonly file: JournalFile;
  readonly hash: Hash;
  readonly clock: Clock;
  /** Null where this platform has no place for one. */
  readonly counter?: StateCounter | null;
};

/** Reads the whole journal, cuts a torn tail, and says what it found. Damage is not repaired: such a journal takes no entry. */
export async function openJournal(ports: JournalPorts): Promise<Result<OpenedJournal, JournalFileFailure>> {
  const read = await ports.file.read();
  if (!read.ok) return read;
  const { bytes, mark } = read.value;
  const scan = scanChain(bytes, ports.hash);
  const sure = parseMark(mark);
  const isOlder = await isOlderThanCounted(ports.counter ?? null, scan, sure);
  const damaged = isDamaged(scan, sure);
  const isUsable = !damaged && !isOlder;
  const goodBytes = scan.starts[scan.head.seq] ?? 0;
  const cutBytes = bytes.length - goodBytes;
  if (isUsable && cutBytes > 0) {
    const cut = await ports.file.cut(goodBytes);
    if (!cut.ok) return cut;
  }
  const whole = cutBytes > 0 ? "tornTailCut" : "intact";
  const status = damaged ? "damaged" : isOlder ? "rolledBack" : whole;
  const view: Opened = {
    status,
    cutBytes: isUsable ? cutBytes : 0,
    damagedAt: damaged ? scan.head.seq + 1 : null,
  };
  const counter = isUsable && ports.counter ? await counting(ports.counter, scan.head) : null;
  return ok({ journal: createJournal(ports, view, scan, counter), records: scan.records });
}

/** The counter, where it counts: what was never counted is counted from here on. Null where it cannot be written. */
async function counting(counter: StateCounter, { seq, hash }: ChainPoint): Promise<StateCounter | null> {
  const kept = await counter.keep(`${seq} ${hash}`);
  return kept.ok ? counter : null;
}

type Opened = Omit<JournalView, "records" | "usedPercent" | "warning">;

/** A journal that grows as it should takes years from here to its end. */
const warnFromPercent = 80;

function createJournal(
  ports: JournalPorts,
  opened: Opened,
  scan: Pick<Scan, "head" | "starts">,
  counter: StateCounter | null,
): Journal {
  let { head } = scan;
  /** `starts[n]` is where the line of record `n + 1` starts. */
  const starts = [...scan.starts];
  let failed: JournalFailure | null = opened.status === "rolledBack" ? { code: "journal/rolled-back" } : null;
  if (opened.damagedAt !== null) failed = { code: "journal/damaged", seq: opened.damagedAt };
  const mutex = createMutex();
  const faults = createEmitter<JournalFailure>();
  /** The one that is being left, or was left last. */
  let mark: Promise<unknown> = Promise.resolve();

  async function write(entries: readonly JournalEntry[]): Promise<Result<void, JournalFailure>> {
    if (failed) return err(failed);
    const lines: Uint8Array[] = [];
    let next = head;
    for (const { kind, body } of entries) {
      const record = { seq: next.seq + 1, prev: next.hash, at: ports.clock.now(), kind, body };
      const encoded = encodeRecord(record, ports.hash);
      const line = utf8(`${encoded.line}\n`);
      if (line.length > maxLineBytes) throw new Error(`a ${kind} record is too long to be read back`);
      lines.push(line);
      next = encoded.point;
    }
    const written = await ports.file.append(concat(lines));
    if (!written.ok) {
      failed = written.error;
      return written;
    }
    for (const line of lines) starts.push((starts[starts.length - 1] ?? 0) + line.length);
    head = next;
    // Not awaited: the mark may lag behind the file, and a reply must not wait for it.
    mark = count();
    return ok();
  }

  function count(): Promise<unknown> {
    const point = `${head.seq} ${head.hash}`;
    if (!counter) return ports.file.leaveMark(point);
    return Promise.all([ports.file.leaveMark(`${point} counted`), counter.keep(point)]);
  }

  function view(): JournalView {
    const usedPercent = Math.floor((100 * (starts[starts.length - 1] ?? 0)) / ports.file.maxBytes);
    const warning = usedPercent >= warnFromPercent ? "journal/near-limit" : null;
    return { ...opened, records: head.seq, usedPercent, warning };
  }

  return {
    head: () => head,
    view,
    async append(entries) {
      const written = await mutex.run(() => write(entries));
      if (!written.ok) faults.emit(written.error);
      return written;
    },
    onFault: faults.listen,
    async settled() {
      await mutex.settled();
      await mark;
    },
    async excerpt(fromSeq, toSeq = head.seq) {
      const [from, to] = [starts[fromSeq - 1], starts[Math.min(toSeq, head.seq)]];
      if (from === undefined || to === undefined || from >= to) return ok([]);
      const read = await ports.file.readPart(from, to);
      return read.ok ? ok((fromUtf8(read.value) ?? "").split("\n").slice(0, -1)) : read;
    },
  };
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
async function isOlderThanCounted(counter: StateCounter | null, scan: Scan, mark: Mark | null): Promise<boolean> {
  if (!counter) return false;
  const read = await counter.read();
  if (!read.ok) return true;
  if (read.value === null) return mark ? mark.isCounted : scan.head.seq > 0;
  const counted = parseMark(read.value);
  return counted === null || !scan.passes(counted);
}
