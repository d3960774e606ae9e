/**
 * Closed history that was put aside. An archive is a whole earlier file of the journal, known by the number of its first
 * record. The file that goes on begins with a record that names every archive and the point of the chain that each reaches:
 * none can be changed, cut or exchanged unseen. Knows nothing of what the records mean.
 */

import * as z from "zod/mini";
import { fromUtf8 } from "../base/bytes.ts";
import { err, ok, type Result } from "../base/result.ts";
import { count, sha256Text } from "../contract/fields.ts";
import type { Hash } from "../ports/hash.ts";
import type { ArchiveFailure, JournalArchives } from "../ports/journalFile.ts";
import { type ChainPoint, chainStart, decodeRecord, type JournalRecord, linkAt, pointBefore } from "./record.ts";
import { lineEnd, scanChain } from "./scan.ts";

export const archiveRecordKind = "archive";

/** Their names must fit into one record. */
export const mostArchives = 256;

const archive = z.strictObject({ fromSeq: count, toSeq: count, hash: sha256Text });
export type Archive = z.infer<typeof archive>;

export const archiveRecord = z.strictObject({
  /** Oldest first. */
  archives: z.array(archive).check(z.minLength(1), z.maxLength(mostArchives)),
  /** So many records behind this one are copies of earlier ones, with the times of those. */
  carried: count,
});
export type ArchiveRecord = z.infer<typeof archiveRecord>;

export type ArchivesFailure = ArchiveFailure | { readonly code: "journal/archive-damaged"; readonly archive: number };

/** What a file of the journal goes on from: the start of the chain, or the archives that its first record names. */
export function beginningOf(
  bytes: Uint8Array,
  hash: Hash,
): { readonly after: ChainPoint; readonly archives: readonly Archive[] } {
  const first = { after: chainStart, archives: [] };
  const end = bytes.indexOf(lineEnd);
  const after = pointBefore(fromUtf8(bytes.subarray(0, Math.max(0, end))) ?? "");
  const record = after.seq > 0 ? decodeRecord(bytes, 0, end, linkAt(after), hash) : null;
  const archives = record && archivesIn(record)?.archives;
  const last = archives?.[archives.length - 1];
  return archives && last?.toSeq === after.seq && last.hash === after.hash ? { after, archives } : first;
}

/** Null where the record is no archive record. */
export function archivesIn({ kind, body }: JournalRecord): ArchiveRecord | null {
  const parsed = archiveRecord.safeParse(kind === archiveRecordKind ? body : null);
  return parsed.success ? parsed.data : null;
}

/** When something was last written, by the clock of the time; 0 where nothing was. Copies were not written at their times. */
export function lastWrittenAt(records: readonly JournalRecord[]): number {
  const [first] = records;
  const carried = first && archivesIn(first)?.carried;
  const last = records.length - 1 === carried ? first : records[records.length - 1];
  return last?.at ?? 0;
}

/** The lines of one archive from record `fromSeq` to `toSeq`, once the whole of it has been found as it was put aside. */
export async function readArchive(
  files: JournalArchives | null,
  { archive, before }: { readonly archive: Archive; readonly before: ChainPoint },
  [fromSeq, toSeq]: readonly [fromSeq: number, toSeq: number],
  hash: Hash,
): Promise<Result<readonly string[], ArchivesFailure>> {
  const name = archive.fromSeq;
  if (!files) return err({ code: "journal/archive-unreadable", archive: name, reason: "no archives here" });
  const read = await files.read(name);
  if (!read.ok) return read;
  const { records, head, starts } = scanChain(read.value, hash, before);
  const isWhole = starts[records.length] === read.value.length;
  if (!isWhole || head.seq !== archive.toSeq || head.hash !== archive.hash)
    return err({ code: "journal/archive-damaged", archive: name });
  const at = (seq: number) => starts[Math.min(records.length, Math.max(0, seq - archive.fromSeq))];
  return ok(linesOf(read.value.subarray(at(fromSeq), at(toSeq + 1))));
}

/** Whole lines, without their ends. */
export function linesOf(bytes: Uint8Array): readonly string[] {
  return (fromUtf8(bytes) ?? "").split("\n").slice(0, -1);
}
