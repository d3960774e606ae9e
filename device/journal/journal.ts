/**
 * The append-only, hash-chained journal over a JournalFile. What it answers "yes" to survives a power cut. How one is found at
 * a start is told in openJournal.ts.
 */

import { concat, utf8 } from "../base/bytes.ts";
import { createEmitter } from "../base/emitter.ts";
import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { JournalView } from "../contract/views/staff.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { JournalFile, JournalFileFailure } from "../ports/journalFile.ts";
import type { StateCounter } from "../ports/stateCounter.ts";
import {
  type Archive,
  type ArchivesFailure,
  archiveRecordKind,
  linesOf,
  mostArchives,
  readArchive,
} from "./archives.ts";
import { type ChainPoint, chainStart, encodeRecord, type JournalRecord, maxLineBytes } from "./record.ts";
import { type Scan, scanChain } from "./scan.ts";

export type JournalEntry = { readonly kind: string; readonly body: unknown };

/** A copy of an earlier entry, with the time at which that was written. */
export type CarriedEntry = JournalEntry & { readonly at: number };

export type JournalFailure =
  | JournalFileFailure
  | { readonly code: "journal/damaged"; readonly seq: number }
  /** It, or the counter that counts it, is not the newest, or missing. */
  | { readonly code: "journal/rolled-back" };

export type SetAsideFailure =
  | JournalFailure
  /** Too little of it is closed, or there is no place for an archive. */
  | { readonly code: "journal/nothing-to-archive" };

export type Journal = {
  view(): JournalView;
  head(): ChainPoint;
  /** Writes the entries as one piece; resolves when they are durable. After a failure nothing more is taken. */
  append(entries: readonly JournalEntry[]): Promise<Result<void, JournalFailure>>;
  /** Something was to be written and could not be: from now on nothing may be sent, wiped or compared. */
  onFault(listener: (failure: JournalFailure) => void): () => void;
  /** Resolves when nothing is being written any more, the mark included. */
  settled(): Promise<void>;
  /** Whether the record is there, and is that one. */
  passes(point: ChainPoint): Promise<Result<boolean, JournalFailure | ArchivesFailure>>;
  /** Somebody else knows that this terminal had come further. Written down; from then on nothing is taken, also after a restart. */
  findOlder(): Promise<void>;
  /**
   * The lines from record `fromSeq` to `toSeq`, or to the last of the file that holds the first; nothing else of the newest
   * file is read, and an archive only when it is as it was put aside.
   */
  excerpt(fromSeq: number, toSeq?: number): Promise<Result<readonly string[], JournalFailure | ArchivesFailure>>;
  /** Its files, oldest first; the last one is being written. */
  files(): readonly { readonly fromSeq: number; readonly toSeq: number }[];
  /**
   * Keeps the file as an archive, and goes on in a new one with what `carry` takes over of its records; not where that is null.
   * Answers the records of the new one; nothing has changed after a failure.
   */
  setAside(carry: Carry): Promise<Result<readonly JournalRecord[], SetAsideFailure>>;
};

/** An older state was found. The last record of its journal. */
export const olderRecordKind = "olderState";

export type Carry = (records: readonly JournalRecord[]) => readonly CarriedEntry[] | null;

export type JournalPorts = {
  readonly file: JournalFile;
  readonly hash: Hash;
  readonly clock: Clock;
  /** Null where this platform has no place for one. */
  readonly counter?: StateCounter | null;
};

/** As it was found. */
export type Found = Omit<JournalView, "records" | "usedPercent" | "warning">;

/** A journal that grows as it should takes years from here to its end. */
const warnFromPercent = 80;

export function createJournal(
  { file, hash, clock }: JournalPorts,
  found: Found,
  read: Pick<Scan, "after" | "head" | "starts"> & { readonly archives: readonly Archive[] },
  counter: StateCounter | null,
): Journal {
  let { after, head, archives } = read;
  /** `starts[n]` is where the line of record `after.seq + n + 1` starts. */
  let starts = [...read.starts];
  let { status } = found;
  let failed: JournalFailure | null = found.status === "rolledBack" ? { code: "journal/rolled-back" } : null;
  if (found.damagedAt !== null) failed = { code: "journal/damaged", seq: found.damagedAt };
  const mutex = createMutex();
  const faults = createEmitter<JournalFailure>();
  /** The one that is being left, or was left last. */
  let mark: Promise<unknown> = Promise.resolve();

  /** The entries' lines, the first of which follows `point`, and the point that they reach. */
  function encode(entries: readonly CarriedEntry[], point: ChainPoint) {
    const lines: Uint8Array[] = [];
    let next = point;
    for (const { kind, body, at } of entries) {
      const encoded = encodeRecord({ seq: next.seq + 1, prev: next.hash, at, kind, body }, hash);
      const line = utf8(`${encoded.line}\n`);
      if (line.length > maxLineBytes) throw new Error(`a ${kind} record is too long to be read back`);
      lines.push(line);
      next = encoded.point;
    }
    return { lines, bytes: concat(lines), head: next };
  }

  const length = () => starts[starts.length - 1] ?? 0;

  async function write(entries: readonly JournalEntry[]): Promise<Result<void, JournalFailure>> {
    if (failed) return err(failed);
    const now = clock.now();
    const encoded = encode(
      entries.map(({ kind, body }) => ({ kind, body, at: now })),
      head,
    );
    const written = await file.append(encoded.bytes);
    if (!written.ok) {
      failed = written.error;
      return written;
    }
    for (const line of encoded.lines) starts.push(length() + line.length);
    head = encoded.head;
    // Not awaited: the mark may lag behind the file, and a reply must not wait for it.
    mark = leaveMark();
    return ok();
  }

  async function leaveMark(): Promise<Result<void, JournalFailure>> {
    const point = `${head.seq} ${head.hash}`;
    if (!counter) return file.leaveMark(point);
    const [marked, kept] = await Promise.all([file.leaveMark(`${point} counted`), counter.keep(point)]);
    return marked.ok ? kept : marked;
  }

  async function setAside(carry: Carry): ReturnType<Journal["setAside"]> {
    if (failed) return err(failed);
    const place = file.archives;
    if (!place || archives.length >= mostArchives) return err({ code: "journal/nothing-to-archive" });
    const whole = await file.readPart(0, length());
    if (!whole.ok) return whole;
    const carried = carry(scanChain(whole.value, hash, after).records);
    if (!carried) return err({ code: "journal/nothing-to-archive" });
    const named = [...archives, { fromSeq: after.seq + 1, toSeq: head.seq, hash: head.hash }];
    const body = { archives: named, carried: carried.length };
    const fresh = encode([{ kind: archiveRecordKind, body, at: clock.now() }, ...carried], head);
    if (fresh.bytes.length > length() / 2) return err({ code: "journal/nothing-to-archive" });
    // The new file knows the old one by its end alone: no mark may say less.
    const marked = await leaveMark();
    if (!marked.ok) return marked;
    const put = await place.setAside(after.seq + 1, fresh.bytes);
    if (!put.ok) return put;
    const scan = scanChain(fresh.bytes, hash, head);
    after = head;
    archives = named;
    starts = [...scan.starts];
    head = scan.head;
    mark = leaveMark();
    return ok(scan.records);
  }

  const files = () => [...archives, { fromSeq: after.seq + 1, toSeq: head.seq }];

  async function linesFrom(fromSeq: number, toSeq: number): ReturnType<Journal["excerpt"]> {
    const lines: string[] = [];
    let before = chainStart;
    for (const archive of archives) {
      if (archive.fromSeq <= toSeq && fromSeq <= archive.toSeq) {
        const part = await readArchive(file.archives, { archive, before }, [fromSeq, toSeq], hash);
        if (!part.ok) return part;
        for (const line of part.value) lines.push(line);
      }
      before = { seq: archive.toSeq, hash: archive.hash };
    }
    const newest = await linesOfNewest(Math.max(fromSeq, after.seq + 1), toSeq);
    return newest.ok ? ok(lines.concat(newest.value)) : newest;
  }

  async function linesOfNewest(fromSeq: number, toSeq: number): Promise<Result<readonly string[], JournalFailure>> {
    const [from, to] = [starts[fromSeq - after.seq - 1], starts[Math.min(toSeq, head.seq) - after.seq]];
    if (from === undefined || to === undefined || from >= to) return ok([]);
    const part = await file.readPart(from, to);
    return part.ok ? ok(linesOf(part.value)) : part;
  }

  function view(): JournalView {
    const usedPercent = Math.floor((100 * length()) / file.maxBytes);
    const warning = usedPercent >= warnFromPercent ? "journal/near-limit" : null;
    return { ...found, status, records: head.seq, usedPercent, warning };
  }

  const excerpt: Journal["excerpt"] = (fromSeq, toSeq) =>
    mutex.run(() => linesFrom(fromSeq, toSeq ?? files().find((each) => fromSeq <= each.toSeq)?.toSeq ?? head.seq));

  return {
    head: () => head,
    view,
    files,
    async append(entries) {
      const written = await mutex.run(() => write(entries));
      if (!written.ok) faults.emit(written.error);
      return written;
    },
    setAside: (carry) => mutex.run(() => setAside(carry)),
    async passes({ seq, hash: wanted }) {
      const lines = await excerpt(seq, seq);
      return lines.ok ? ok(lines.value[0]?.startsWith(`${wanted} `) === true) : lines;
    },
    async findOlder() {
      await mutex.run(async () => {
        await write([{ kind: olderRecordKind, body: null }]);
        failed = { code: "journal/rolled-back" };
        status = "rolledBack";
      });
      faults.emit({ code: "journal/rolled-back" });
    },
    onFault: faults.listen,
    async settled() {
      await mutex.settled();
      await mark;
    },
    excerpt,
  };
}
