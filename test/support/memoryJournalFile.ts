/** A journal in memory, on a store that outlives it: a restart is a new journal on the same store. */

import { concat } from "../../device/base/bytes.ts";
import { createMutex } from "../../device/base/mutex.ts";
import { err, ok } from "../../device/base/result.ts";
import type { JournalFile } from "../../device/ports/journalFile.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

/** `freeBytes` is what the storage says of itself, `maxBytes` the longest journal; only `mishaps` makes it refuse anything. */
export type MemoryJournalStore = {
  bytes: Uint8Array;
  mark: string | null;
  archives?: Map<number, Uint8Array>;
  freeBytes?: number | null;
  maxBytes?: number;
};

export function createMemoryJournalStore(): MemoryJournalStore {
  return { bytes: new Uint8Array(), mark: null };
}

/** A failed append says "disk full" and leaves nothing; a death may leave the half or the whole of it. */
export function createMemoryJournalFile(
  store: MemoryJournalStore = createMemoryJournalStore(),
  mishaps: Mishaps = createMishaps(),
): JournalFile {
  const { maxBytes = 256 * 1024 * 1024 } = store;
  const mutex = createMutex();
  let mayAppend = false;
  const full = { code: "journal/disk-full" } as const;
  const unread = { code: "journal/not-writable", reason: "not read since it was opened or since a failure" } as const;
  const append = async (bytes: Uint8Array) => {
    if (!mayAppend) return err(unread);
    mayAppend = false;
    const before = store.bytes;
    const appended = await mishaps.perform(
      "journal.append",
      (landing) => {
        const landed = landing === "all" ? bytes.length : Math.floor(bytes.length / 2);
        store.bytes = concat([before, bytes.subarray(0, landed)]);
      },
      full,
    );
    if (appended.ok) mayAppend = true;
    else store.bytes = before;
    return appended;
  };

  const cut = async (length: number) => {
    if (!mayAppend) return err(unread);
    if (length > store.bytes.length) throw new Error("a cut cannot make the journal longer");
    mayAppend = false;
    const done = await mishaps.perform(
      "journal.cut",
      () => {
        store.bytes = store.bytes.slice(0, length);
      },
      full,
    );
    if (done.ok) mayAppend = true;
    return done;
  };

  const leaveMark = async (mark: string) => {
    if (!mayAppend) return err(unread);
    return mishaps.perform(
      "journal.leaveMark",
      () => {
        store.mark = mark;
      },
      full,
    );
  };

  const setAside = async (archive: number, bytes: Uint8Array) => {
    if (!mayAppend) return err(unread);
    const archives = new Map(store.archives).set(archive, store.bytes);
    return mishaps.perform(
      "archive.setAside",
      () => {
        store.archives = archives;
        store.bytes = bytes.slice();
      },
      full,
    );
  };

  return {
    read: () =>
      mutex.run(() =>
        mishaps.look(() => {
          mayAppend = true;
          return ok({ bytes: store.bytes.slice(), mark: store.mark });
        }),
      ),
    readPart: (from, to) =>
      mutex.run(() =>
        mishaps.look(() => {
          if (from < 0 || to < from || to > store.bytes.length) throw new Error("no such part of the journal");
          return ok(store.bytes.slice(from, to));
        }),
      ),
    maxBytes,
    append: (bytes) =>
      mutex.run(async () =>
        store.bytes.length + bytes.length > maxBytes ? err({ code: "journal/full", maxBytes } as const) : append(bytes),
      ),
    cut: (length) => mutex.run(() => cut(length)),
    leaveMark: (mark) => mutex.run(() => leaveMark(mark)),
    archives: {
      setAside: (archive, bytes) => mutex.run(() => setAside(archive, bytes)),
      read: (archive) =>
        mishaps.look(() => {
          const bytes = store.archives?.get(archive);
          return bytes ? ok(bytes.slice()) : err({ code: "journal/archive-unreadable", archive, reason: "ENOENT" });
        }),
    },
    freeBytes: () => mishaps.look(() => store.freeBytes ?? null),
  };
}
