/** The JournalFile port on Android: what is durable the platform knows; here long reads are put together from pieces. */

import { base64url, fromBase64url } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type BridgeFailure, maxPieceBytes } from "../../contract/bridge.ts";
import type { ArchiveFailure, JournalFile, JournalFileFailure } from "../../ports/journalFile.ts";
import type { Bridge } from "./bridge.ts";

export type AndroidJournalFile = JournalFile & {
  /** Lets the file go. `read` opens it again. */
  close(): Promise<void>;
};

type Piece = (range: { readonly from: number; readonly to: number }) => Promise<Result<string, BridgeFailure>>;
type Unreadable = { readonly code: "journal/unreadable"; readonly reason: string };

/** `maxBytes`: what a WebView on a small terminal can hold in memory at a start. */
export function createAndroidJournalFile(bridge: Bridge, maxBytes = 64 * 1024 * 1024): AndroidJournalFile {
  const mutex = createMutex();
  let length = 0;

  /** Asks for one piece after the other. */
  async function bytesOf(from: number, to: number, pieceOf: Piece): Promise<Result<Uint8Array, Unreadable>> {
    const bytes = new Uint8Array(to - from);
    for (let at = from; at < to; at += maxPieceBytes) {
      const part = await pieceOf({ from: at, to: Math.min(at + maxPieceBytes, to) });
      const piece = part.ok ? fromBase64url(part.value) : null;
      if (!piece) return err({ code: "journal/unreadable", reason: part.ok ? "damaged" : reasonOf(part.error) });
      bytes.set(piece, at - from);
    }
    return ok(bytes);
  }

  const pieceOfFile: Piece = (range) => bridge.call("journal", "part", range);

  async function readArchive(archive: number): Promise<Result<Uint8Array, ArchiveFailure>> {
    const failed = (reason: string) => err({ code: "journal/archive-unreadable", archive, reason });
    const found = await bridge.call("journal", "archive", { archive });
    if (!found.ok) return failed(reasonOf(found.error));
    if (found.value === null) return failed("ENOENT");
    if (found.value > maxBytes) return failed(`longer than ${maxBytes} bytes`);
    const bytes = await bytesOf(0, found.value, ({ from, to }) =>
      bridge.call("journal", "archivePart", { archive, from, to }),
    );
    return bytes.ok ? bytes : failed(bytes.error.reason);
  }

  async function change(
    work: Promise<Result<null, BridgeFailure>>,
    after: number,
  ): Promise<Result<void, JournalFileFailure>> {
    const done = await work;
    if (!done.ok) return err(writeFailure(done.error));
    length = after;
    return ok();
  }

  return {
    maxBytes,
    archives: {
      setAside: (archive, bytes) =>
        mutex.run(() => change(bridge.call("journal", "setAside", { archive, bytes: base64url(bytes) }), bytes.length)),
      read: (archive) => mutex.run(() => readArchive(archive)),
    },
    read: () =>
      mutex.run(async () => {
        const opened = await bridge.call("journal", "open", {});
        if (!opened.ok) return err(openFailure(opened.error));
        length = opened.value.length;
        if (length > maxBytes) return unreadable(`longer than ${maxBytes} bytes`);
        const bytes = await bytesOf(0, length, pieceOfFile);
        return bytes.ok ? ok({ bytes: bytes.value, mark: opened.value.mark }) : bytes;
      }),
    readPart: (from, to) =>
      mutex.run(async () => {
        if (from < 0 || to < from || to > length) throw new Error("no such part of the journal");
        return bytesOf(from, to, pieceOfFile);
      }),
    append: (bytes) =>
      mutex.run(async () => {
        const after = length + bytes.length;
        if (after > maxBytes) return err({ code: "journal/full", maxBytes });
        return change(bridge.call("journal", "append", { bytes: base64url(bytes) }), after);
      }),
    cut: (to) =>
      mutex.run(async () => {
        if (to > length) throw new Error("a cut cannot make the journal longer");
        return change(bridge.call("journal", "cut", { length: to }), to);
      }),
    leaveMark: (mark) => mutex.run(() => change(bridge.call("journal", "mark", { mark }), length)),
    async freeBytes() {
      const free = await bridge.call("journal", "free", {});
      return free.ok ? free.value : null;
    },
    close: () => mutex.run(async () => void (await bridge.call("journal", "close", {}))),
  };
}

const reasonOf = ({ code, reason }: BridgeFailure) => reason ?? code;
const unreadable = (reason: string) => err({ code: "journal/unreadable", reason });

function openFailure(failure: BridgeFailure): JournalFileFailure {
  // Android lets nobody see whose process it is.
  if (failure.code === "in-use") return { code: "journal/in-use", pid: 0 };
  if (failure.code === "unfit") return { code: "journal/unreadable", reason: reasonOf(failure) };
  return writeFailure(failure);
}

function writeFailure(failure: BridgeFailure): JournalFileFailure {
  const reason = reasonOf(failure);
  if (failure.code === "gone") return { code: "journal/gone" };
  if (reason === "ENOSPC" || reason === "EDQUOT") return { code: "journal/disk-full" };
  return { code: "journal/not-writable", reason };
}
