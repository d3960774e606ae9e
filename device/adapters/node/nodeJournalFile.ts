/**
 * The JournalFile port on Node: journal.jsonl, kept open for appending, and beside it journal.mark and each archive as
 * journal-N.jsonl. What `read` returns is durable, a failed append leaves nothing behind, and only one process at a time may
 * have the file.
 */

import { constants } from "node:fs";
import { type FileHandle, rename, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ArchiveFailure, JournalFile, JournalFileFailure } from "../../ports/journalFile.ts";
import { attempt, reasonOf, refuse } from "../common/stateFiles.ts";
import { becomeSoleWriter } from "./soleWriter.ts";
import {
  keepAlsoAs,
  makeStateDirectory,
  openStateFile,
  readStateFile,
  syncDirectory,
  writeFresh,
} from "./stateFiles.ts";

const journalName = "journal.jsonl";
const markName = "journal.mark";
const maxMarkBytes = 4096;

export type NodeJournalFile = JournalFile & {
  /** Closes the file and lets another process have it. `read` opens it again. */
  close(): Promise<void>;
};

type Read = Awaited<ReturnType<JournalFile["read"]>>;

type Opened = { readonly file: FileHandle; readonly giveBack: () => Promise<void> };

/** `open` is how the journal's file is opened; a test hands in one that fails. */
export function createNodeJournalFile(options: {
  readonly dir: string;
  readonly maxBytes?: number;
  readonly open?: typeof openStateFile;
}): NodeJournalFile {
  const { dir, maxBytes = 256 * 1024 * 1024, open = openStateFile } = options;
  const mutex = createMutex();
  let opened: Opened | null = null;
  /** How much of the file is known to be durable. */
  let durableBytes: number | null = null;
  /** False until `read`, and again after every failure. */
  let mayAppend = false;

  const openOnce = async (): Promise<Result<Opened, JournalFileFailure>> => {
    if (opened) return ok(opened);
    await makeStateDirectory(dir);
    const place = await becomeSoleWriter(dir, journalName);
    if (!place.ok) return err({ code: "journal/in-use", pid: place.error.pid });
    const giveBack = place.value;
    try {
      const file = await open(join(dir, journalName), constants.O_RDWR | constants.O_APPEND | constants.O_CREAT);
      opened = { file, giveBack };
    } catch (error) {
      await giveBack();
      throw error;
    }
    await syncDirectory(dir);
    return ok(opened);
  };

  const read = async (): Promise<Read> => {
    mayAppend = false;
    const open = await openOnce();
    if (!open.ok) return open;
    const { file } = open.value;
    // Takes back what a failed append left, where that could not be done at once.
    if (durableBytes !== null && (await file.stat()).size > durableBytes) await file.truncate(durableBytes);
    // A process that was killed may have left bytes that the disk has not got yet.
    await file.datasync();
    const stat = await file.stat();
    if (!stat.isFile()) refuse("not a plain file");
    if (stat.size > maxBytes) refuse(`longer than ${maxBytes} bytes`);
    const bytes = await bytesOf(file, 0, stat.size);
    const mark = (await readStateFile(dir, markName, maxMarkBytes)) ?? new Uint8Array();
    durableBytes = bytes.length;
    mayAppend = true;
    // A power cut can leave an empty mark (its content is not synced): that is no mark.
    return ok({ bytes, mark: mark.length === 0 ? null : new TextDecoder().decode(mark) });
  };

  const readPart = async (from: number, to: number) => {
    if (!opened || durableBytes === null) return refuse("not read since it was opened");
    if (from < 0 || to < from || to > durableBytes) throw new Error("no such part of the journal");
    return bytesOf(opened.file, from, to);
  };

  const append = async (file: FileHandle, from: number, bytes: Uint8Array) => {
    mayAppend = false;
    try {
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length) refuse("ENOSPC");
      const [{ nlink }] = await Promise.all([file.stat(), file.datasync()]);
      if (nlink === 0) refuse("gone");
    } catch (error) {
      const takeBack = file.truncate(from).then(() => file.datasync());
      await takeBack.catch(() => undefined);
      throw error;
    }
    durableBytes = from + bytes.length;
    mayAppend = true;
  };

  const cut = async (file: FileHandle, from: number, length: number) => {
    if (length > from) throw new Error("a cut cannot make the journal longer");
    mayAppend = false;
    await file.truncate(length);
    await file.sync();
    durableBytes = length;
    mayAppend = true;
  };

  const leaveMark = async (mark: string) => {
    const fresh = join(dir, `${markName}.new`);
    await writeFile(fresh, mark, { mode: 0o600 });
    await rename(fresh, join(dir, markName));
  };

  const setAside = async (archive: number, bytes: Uint8Array) => {
    const fresh = await writeFresh(dir, journalName, bytes);
    // The mark that was left before must not be older than the new file, whatever the disk puts in order.
    await syncDirectory(dir);
    await keepAlsoAs(dir, journalName, archiveName(archive));
    const file = await open(fresh, constants.O_RDWR | constants.O_APPEND);
    const former = opened;
    mayAppend = false;
    await rename(fresh, join(dir, journalName)).catch(async (error: unknown) => {
      await file.close();
      throw error;
    });
    opened = former && { file, giveBack: former.giveBack };
    durableBytes = bytes.length;
    await former?.file.close();
    await syncDirectory(dir);
    mayAppend = true;
  };

  const change = async (
    work: (file: FileHandle, bytes: number) => Promise<void>,
  ): Promise<Result<void, JournalFileFailure>> => {
    if (!opened || durableBytes === null || !mayAppend) {
      return err({ code: "journal/not-writable", reason: "not read since it was opened or since a failure" });
    }
    try {
      await work(opened.file, durableBytes);
      return ok();
    } catch (error) {
      return err(writeFailure(reasonOf(error)));
    }
  };

  return {
    read: () =>
      mutex.run(async () => {
        try {
          return await read();
        } catch (error) {
          return err(opened ? { code: "journal/unreadable", reason: reasonOf(error) } : writeFailure(reasonOf(error)));
        }
      }),
    readPart: (from, to) =>
      mutex.run(() =>
        attempt(
          () => readPart(from, to),
          (reason) => ({ code: "journal/unreadable", reason }) as const,
        ),
      ),
    maxBytes,
    append: (bytes) =>
      mutex.run(async () => {
        // What could not be read back would keep every later start from happening.
        if ((durableBytes ?? 0) + bytes.length > maxBytes) return err({ code: "journal/full", maxBytes });
        return change((file, from) => append(file, from, bytes));
      }),
    cut: (length) => mutex.run(() => change((file, from) => cut(file, from, length))),
    leaveMark: (mark) => mutex.run(() => change(() => leaveMark(mark))),
    archives: {
      setAside: (archive, bytes) => mutex.run(() => change(() => setAside(archive, bytes))),
      read: (archive) =>
        attempt(
          async () => (await readStateFile(dir, archiveName(archive), maxBytes)) ?? refuse("ENOENT"),
          (reason): ArchiveFailure => ({ code: "journal/archive-unreadable", archive, reason }),
        ),
    },
    async freeBytes() {
      const room = await attempt(
        () => statfs(dir),
        (reason) => ({ code: "journal/unreadable", reason }) as const,
      );
      return room.ok ? room.value.bavail * room.value.bsize : null;
    },
    close: () =>
      mutex.run(async () => {
        const closing = opened;
        opened = null;
        durableBytes = null;
        mayAppend = false;
        await closing?.file.close();
        await closing?.giveBack();
      }),
  };
}

function archiveName(archive: number): string {
  if (!Number.isSafeInteger(archive) || archive < 1) throw new Error("not the number of a record");
  return `journal-${archive}.jsonl`;
}

async function bytesOf(file: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(to - from);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at);
    if (bytesRead === 0) refuse("shorter than it says");
    at += bytesRead;
  }
  return bytes;
}

function writeFailure(reason: string): JournalFileFailure {
  if (reason === "gone") return { code: "journal/gone" };
  return reason === "ENOSPC" || reason === "EDQUOT"
    ? { code: "journal/disk-full" }
    : { code: "journal/not-writable", reason };
}
