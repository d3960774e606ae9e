/** What every JournalFile must do, whatever holds its bytes. */

import { describe, expect, test } from "vitest";
import { fromUtf8, utf8 } from "../../device/base/bytes.ts";
import type { JournalFile } from "../../device/ports/journalFile.ts";

export type JournalFileHooks = {
  /** The journal as a process finds it after a start; every call is a restart on the same storage. */
  start(): Promise<JournalFile>;
  /** Makes the next append of the journal started last fail for want of space. */
  fillTheDisk(): void;
};

export function describeJournalFile(name: string, prepare: () => Promise<JournalFileHooks>): void {
  const textOf = async (journal: JournalFile) => {
    const read = await journal.read();
    return read.ok ? { text: fromUtf8(read.value.bytes), mark: read.value.mark } : read.error;
  };

  describe(`${name} as a JournalFile`, () => {
    test("a journal that nobody has written is empty and has no mark", async () => {
      const { start } = await prepare();

      const found = await textOf(await start());

      expect(found).toEqual({ text: "", mark: null });
    });

    test("what was appended, and the mark left last, are there after a restart", async () => {
      const { start } = await prepare();
      const journal = await start();
      await journal.read();
      await journal.append(utf8("one\n"));
      await journal.leaveMark("first");
      await Promise.all([journal.append(utf8("two\n")), journal.leaveMark("second")]);

      const found = await textOf(await start());

      expect(found).toEqual({ text: "one\ntwo\n", mark: "second" });
    });

    test("nothing can be appended to a journal that was not read", async () => {
      const { start } = await prepare();
      const journal = await start();

      const appended = await journal.append(utf8("blind\n"));

      expect({ appended: appended.ok, afterwards: await textOf(journal) }).toEqual({
        appended: false,
        afterwards: { text: "", mark: null },
      });
    });

    test("a torn tail is cut, and the next record follows the last good one", async () => {
      const { start } = await prepare();
      const torn = await start();
      await torn.read();
      await torn.append(utf8("good\nto"));

      const journal = await start();
      await journal.read();
      await journal.cut(5);
      await journal.append(utf8("next\n"));

      expect(await textOf(await start())).toEqual({ text: "good\nnext\n", mark: null });
    });

    test("an append without space fails as such, leaves nothing, and forbids more until the journal is read", async () => {
      const { start, fillTheDisk } = await prepare();
      const journal = await start();
      await journal.read();
      await journal.append(utf8("kept\n"));
      fillTheDisk();

      const full = await journal.append(utf8("lost record\n"));
      const tooEarly = await journal.append(utf8("too early\n"));
      const between = await textOf(journal);
      const later = await journal.append(utf8("later\n"));

      expect({ full, tooEarly: tooEarly.ok, between, later, finally: await textOf(await start()) }).toEqual({
        full: { ok: false, error: { code: "journal/disk-full" } },
        tooEarly: false,
        between: { text: "kept\n", mark: null },
        later: { ok: true },
        finally: { text: "kept\nlater\n", mark: null },
      });
    });

    test("a part is read as it lies in the file, what was appended just now included, and nothing changes by it", async () => {
      const { start } = await prepare();
      const before = await start();
      await before.read();
      await before.append(utf8("one\ntwo\n"));
      const journal = await start();
      await journal.read();
      await journal.append(utf8("three\n"));

      const parts = await Promise.all([journal.readPart(4, 11), journal.readPart(0, 0), journal.readPart(0, 14)]);
      const appended = await journal.append(utf8("four\n"));

      expect({
        parts: parts.map((part) => part.ok && fromUtf8(part.value)),
        appended,
        finally: await textOf(await start()),
      }).toEqual({
        parts: ["two\nthr", "", "one\ntwo\nthree\n"],
        appended: { ok: true },
        finally: { text: "one\ntwo\nthree\nfour\n", mark: null },
      });
    });

    test("an archive is what the file was, the new file takes entries and a mark, and both are there after a restart", async () => {
      const { start } = await prepare();
      const journal = await start();
      await journal.read();
      await journal.append(utf8("one\ntwo\n"));
      await journal.leaveMark("before");

      const first = await journal.archives?.setAside(1, utf8("new\n"));
      await journal.append(utf8("three\n"));
      await journal.leaveMark("after");
      const second = await journal.archives?.setAside(3, utf8("newer\n"));

      const again = await start();
      const newest = await textOf(again);
      const kept = await Promise.all([1, 3, 2].map(async (archive) => again.archives?.read(archive)));
      expect({
        set: [first, second],
        newest,
        kept: kept.map((read) => (read?.ok ? fromUtf8(read.value) : read?.error)),
      }).toEqual({
        set: [{ ok: true }, { ok: true }],
        newest: { text: "newer\n", mark: "after" },
        kept: ["one\ntwo\n", "new\nthree\n", { code: "journal/archive-unreadable", archive: 2, reason: "ENOENT" }],
      });
    });

    test("nothing can be put aside of a journal that was not read", async () => {
      const { start } = await prepare();
      const journal = await start();

      const refused = await journal.archives?.setAside(1, utf8("blind\n"));

      expect({ refused: refused?.ok, afterwards: await textOf(journal) }).toEqual({
        refused: false,
        afterwards: { text: "", mark: null },
      });
    });

    test("a part of what nobody wrote is a bug", async () => {
      const { start } = await prepare();
      const journal = await start();
      await journal.read();
      await journal.append(utf8("one\n"));

      const asked = [journal.readPart(0, 5), journal.readPart(-1, 2), journal.readPart(3, 2)];

      expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
        "rejected",
        "rejected",
        "rejected",
      ]);
    });

    test("the room that is left is told as a number of bytes, or not at all", async () => {
      const { start } = await prepare();
      const journal = await start();
      await journal.read();

      const free = await journal.freeBytes();

      expect(free === null || (Number.isSafeInteger(free) && free >= 0)).toBe(true);
    });
  });
}
