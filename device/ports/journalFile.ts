/** The bytes of the journal on durable storage, and a mark beside them. Knows nothing of records. */

import type { Result } from "../base/result.ts";

export type JournalFileFailure =
  /** A living process has the journal; told by `read` alone. */
  | { readonly code: "journal/in-use"; readonly pid: number }
  | { readonly code: "journal/unreadable"; readonly reason: string }
  | { readonly code: "journal/not-writable"; readonly reason: string }
  | { readonly code: "journal/disk-full" }
  /** Somebody removed the file while it was open: what was written into it will not be there after a restart. */
  | { readonly code: "journal/gone" }
  /** It would be longer than what is read back at the next start; nothing was written. */
  | { readonly code: "journal/full"; readonly maxBytes: number };

export interface JournalFile {
  /** The longest file that is read, and so the longest that is written. */
  readonly maxBytes: number;
  /** The whole file (empty when there is none yet) and the mark last left (null when there is none). */
  read(): Promise<Result<{ readonly bytes: Uint8Array; readonly mark: string | null }, JournalFileFailure>>;
  /** The bytes from `from` to before `to`, of what was read or appended since. */
  readPart(from: number, to: number): Promise<Result<Uint8Array, JournalFileFailure>>;
  /** Resolves when the bytes will survive a power cut. After a failure nothing may be appended until `read`. */
  append(bytes: Uint8Array): Promise<Result<void, JournalFileFailure>>;
  /** Cuts the file to its first `length` bytes, durably. */
  cut(length: number): Promise<Result<void, JournalFileFailure>>;
  /** Replaces the mark. Need not be durable at once: a mark may lag behind the file, never run ahead of it. */
  leaveMark(mark: string): Promise<Result<void, JournalFileFailure>>;
  /** How much room the storage has left for this program; null where that is not known. Never fails: no room is an answer. */
  freeBytes(): Promise<number | null>;
  /** Null where this storage can keep none: there the journal ends at its longest. */
  readonly archives: JournalArchives | null;
}

export type ArchiveFailure = {
  readonly code: "journal/archive-unreadable";
  readonly archive: number;
  readonly reason: string;
};

/** Earlier files of the journal, each known by a number. */
export interface JournalArchives {
  /**
   * Keeps the whole file as this archive and puts `bytes` in its place; the mark left before is durable then as well. A death
   * leaves the file as it was, or the new one and the archive. After a failure the file is as it was, or takes nothing until `read`.
   */
  setAside(archive: number, bytes: Uint8Array): Promise<Result<void, JournalFileFailure>>;
  /** The whole archive. */
  read(archive: number): Promise<Result<Uint8Array, ArchiveFailure>>;
}
