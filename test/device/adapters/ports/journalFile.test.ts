import { spawnSync } from "node:child_process";
import { constants } from "node:fs";
import {
  type FileHandle,
  link,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  statfs,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createNodeHash } from "../../../../device/adapters/node/nodeHash.ts";
import { createNodeJournalFile, type NodeJournalFile } from "../../../../device/adapters/node/nodeJournalFile.ts";
import { openStateFile } from "../../../../device/adapters/node/stateFiles.ts";
import { fromUtf8, utf8 } from "../../../../device/base/bytes.ts";
import { openJournal } from "../../../../device/journal/openJournal.ts";
import { describeJournalFile } from "../../../support/describeJournalFile.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createMemoryJournalFile, createMemoryJournalStore } from "../../../support/memoryJournalFile.ts";
import { createMishaps } from "../../../support/mishaps.ts";
import { startProcess } from "../../../support/otherProcess.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

/** A file whose next write is cut short or whose next sync fails, as a full or dying disk does. */
function createFailingDisk() {
  const fails = { shortWrite: false, sync: false, takeBack: false };
  const open: typeof openStateFile = async (path, flags) => {
    const file = await openStateFile(path, flags);
    return new Proxy(file, {
      get(target, name: keyof FileHandle) {
        if (name === "write" && fails.shortWrite) {
          return (bytes: Uint8Array) => {
            fails.shortWrite = false;
            return target.write(bytes.subarray(0, 3));
          };
        }
        if (name === "datasync" && fails.sync) {
          return async () => {
            fails.sync = false;
            throw Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
          };
        }
        if (name === "truncate" && fails.takeBack) {
          return async () => {
            fails.takeBack = false;
            throw Object.assign(new Error("EIO: i/o error, ftruncate"), { code: "EIO" });
          };
        }
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
  return { fails, open };
}

/** A busy machine takes its time to start a second process. */
const slowStartMs = 30_000;

describeJournalFile("the journal on a disk", async () => {
  const dir = join(await makeScratchDir(), "state");
  const disk = createFailingDisk();
  let last: NodeJournalFile | null = null;
  onTestFinished(() => last?.close());
  return {
    async start() {
      await last?.close();
      last = createNodeJournalFile({ dir, open: disk.open });
      return last;
    },
    fillTheDisk() {
      disk.fails.shortWrite = true;
    },
  };
});

describeJournalFile("the journal in memory", async () => {
  const store = createMemoryJournalStore();
  let mishaps = createMishaps();
  return {
    async start() {
      mishaps = createMishaps();
      return createMemoryJournalFile(store, mishaps);
    },
    fillTheDisk() {
      mishaps.failAt(mishaps.operations.length + 1, "half");
    },
  };
});

async function startReadJournal(options: Parameters<typeof createNodeJournalFile>[0]) {
  const journal = createNodeJournalFile(options);
  onTestFinished(() => journal.close());
  return { journal, found: await journal.read() };
}

test("a power cut between the archive's name and the new file leaves the journal as it was, and it is put aside all the same", async () => {
  const dir = await makeScratchDir();
  const { journal } = await startReadJournal({ dir });
  await journal.append(utf8("old\n"));
  await journal.close();
  await link(join(dir, "journal.jsonl"), join(dir, "journal-1.jsonl"));
  await writeFile(join(dir, "journal.jsonl.new"), "half of wh");

  const { journal: next, found } = await startReadJournal({ dir });
  await next.append(utf8("more\n"));
  const put = await next.archives?.setAside(1, utf8("new\n"));

  const texts = ["journal-1.jsonl", "journal.jsonl"].map((name) => readFile(join(dir, name), "utf8"));
  expect([found.ok && fromUtf8(found.value.bytes), put, await Promise.all(texts)]).toEqual([
    "old\n",
    { ok: true },
    ["old\nmore\n", "new\n"],
  ]);
});

test("an archive that lies there already is never written over: the journal stays as it is and goes on", async () => {
  const dir = await makeScratchDir();
  const { journal } = await startReadJournal({ dir });
  await journal.append(utf8("old\n"));
  await writeFile(join(dir, "journal-1.jsonl"), "somebody's");

  const put = await journal.archives?.setAside(1, utf8("new\n"));

  const appended = await journal.append(utf8("more\n"));
  expect([put, appended.ok, await readFile(join(dir, "journal-1.jsonl"), "utf8")]).toEqual([
    { ok: false, error: { code: "journal/not-writable", reason: "EEXIST" } },
    true,
    "somebody's",
  ]);
});

test(
  "a process that is killed while it puts one file aside after the other leaves one chain, and every record it said was kept",
  async () => {
    const dir = await makeScratchDir();
    const wrong: string[] = [];
    let archives = 0;
    for (let round = 0; round < 6; round++) {
      const other = await startProcess(
        `
    const { createNodeJournalFile } = await import("./device/adapters/node/nodeJournalFile.ts");
    const { createNodeHash } = await import("./device/adapters/node/nodeHash.ts");
    const { openJournal } = await import("./device/journal/openJournal.ts");
    const file = createNodeJournalFile({ dir: process.argv[1] });
    const opened = await openJournal({ file, hash: createNodeHash(), clock: { now: Date.now } });
    const { journal } = opened.value;
    for (;;) {
      for (let n = 0; n < 8; n++) await journal.append([{ kind: "closed", body: "x".repeat(500) }]);
      process.stdout.write(journal.head().seq + "\\n");
      await journal.setAside(() => []);
    }`,
        [dir],
      );
      await other.line((line) => Number(line) > round * 40);
      await other.kill();
      const said = Number(other.lines().at(-1));
      const file = createNodeJournalFile({ dir });
      const opened = await openJournal({ file, hash: createNodeHash(), clock: createManualClock() });
      const journal = opened.ok ? opened.value.journal : null;
      const lines = await journal?.excerpt(1, journal.head().seq);
      const whole = lines?.ok && lines.value.length === journal?.head().seq;
      if (!whole || (journal?.head().seq ?? 0) < said || journal?.view().damagedAt !== null)
        wrong.push(`round ${round}`);
      archives = journal?.files().length ?? 0;
      await file.close();
    }

    expect({ wrong, archives: archives > 6 }).toEqual({ wrong: [], archives: true });
  },
  2 * slowStartMs,
);

test("the journal is private: its directory 0700, its files 0600", async () => {
  const dir = join(await makeScratchDir(), "state");
  const { journal } = await startReadJournal({ dir });
  await journal.append(utf8("{}\n"));
  await journal.leaveMark("m");

  const modes = await Promise.all(
    [dir, ...["journal.jsonl", "journal.mark"].map((name) => join(dir, name))].map(
      async (path) => (await stat(path)).mode & 0o777,
    ),
  );

  expect(modes).toEqual([0o700, 0o600, 0o600]);
});

test("a record whose sync failed is not believed afterwards, also when it could not be taken back at once", async () => {
  const dir = await makeScratchDir();
  const disk = createFailingDisk();
  const { journal } = await startReadJournal({ dir, open: disk.open });
  await journal.append(utf8("kept\n"));
  disk.fails.sync = true;
  disk.fails.takeBack = true;

  const failed = await journal.append(utf8("whole in the cache\n"));
  const onDisk = await readFile(join(dir, "journal.jsonl"), "utf8");
  const found = await journal.read();

  expect({ failed, onDisk, found: found.ok && fromUtf8(found.value.bytes) }).toEqual({
    failed: { ok: false, error: { code: "journal/not-writable", reason: "EIO" } },
    onDisk: "kept\nwhole in the cache\n",
    found: "kept\n",
  });
});

test("a second journal on the same directory is refused while the first lives, and let in when it has closed", async () => {
  const dir = await makeScratchDir();
  const { journal: first } = await startReadJournal({ dir });

  const { journal: second, found: refused } = await startReadJournal({ dir });
  await first.close();
  const letIn = await second.read();

  expect({ refused, letIn: letIn.ok }).toEqual({
    refused: { ok: false, error: { code: "journal/in-use", pid: process.pid } },
    letIn: true,
  });
});

test(
  "another process holds the journal until it is killed; every record it said was kept is there",
  async () => {
    const dir = await makeScratchDir();
    const other = await startProcess(
      `
    const { createNodeJournalFile } = await import("./device/adapters/node/nodeJournalFile.ts");
    const journal = createNodeJournalFile({ dir: process.argv[1] });
    await journal.read();
    for (let n = 0; ; n++) {
      await journal.append(new TextEncoder().encode(n + "\\n"));
      process.stdout.write(n + "\\n");
    }`,
      [dir],
    );
    await other.line((line) => Number(line) >= 50);

    const { found: whileItLives } = await startReadJournal({ dir });
    await other.kill();
    const { found: afterwards } = await startReadJournal({ dir });

    const kept = afterwards.ok ? fromUtf8(afterwards.value.bytes)?.split("\n").filter(Boolean) : [];
    const said = other.lines();
    expect({
      whileItLives,
      lost: said.filter((line, n) => kept?.[n] !== line),
      traces: (await readdir(dir)).filter((name) => name.includes("writer")).length,
    }).toEqual({
      whileItLives: { ok: false, error: { code: "journal/in-use", pid: other.pid } },
      lost: [],
      traces: 1,
    });
  },
  slowStartMs,
);

/** The same program in a container of its own on the same directory: its process id is 1 there, and means nothing here. */
const inContainer = ["unshare", ["--pid", "--fork", "--kill-child", "--mount-proc"]] as const;
const mayHaveContainers = spawnSync(inContainer[0], [...inContainer[1], "true"]).status === 0;

test.skipIf(!mayHaveContainers)(
  "a process in another container holds the journal until it is killed, although its process id says nothing here",
  async () => {
    const dir = await makeScratchDir();
    const other = await startProcess(
      `
    const { createNodeJournalFile } = await import("./device/adapters/node/nodeJournalFile.ts");
    const journal = createNodeJournalFile({ dir: process.argv[1] });
    const read = await journal.read();
    process.stdout.write(read.ok + " " + process.pid + "\\n");
    setInterval(() => {}, 1000);`,
      [dir],
      inContainer,
    );
    const told = await other.line(() => true);

    const { found: whileItLives } = await startReadJournal({ dir });
    await other.kill();
    const { found: afterwards } = await startReadJournal({ dir });

    expect({ told, whileItLives, afterwards: afterwards.ok }).toEqual({
      told: "true 1",
      whileItLives: { ok: false, error: { code: "journal/in-use", pid: 1 } },
      afterwards: true,
    });
  },
  slowStartMs,
);

test("whoever answers in the directory has it, whatever process id it names, and in however long a path", async () => {
  const dir = join(await makeScratchDir(), "state".repeat(20));
  await mkdir(dir);
  const nobody = "journal.jsonl.writer-4194303-1-00000000";
  const server = createServer();
  const short = join(await makeScratchDir(), "link");
  await symlink(dir, short);
  await new Promise<void>((resolve) => server.listen(join(short, nobody), resolve));

  const { journal, found: whileItAnswers } = await startReadJournal({ dir });
  await new Promise((resolve) => server.close(resolve));
  await writeFile(join(dir, nobody), "");
  const afterwards = await journal.read();

  expect([whileItAnswers, afterwards.ok, (await readdir(dir)).includes(nobody)]).toEqual([
    { ok: false, error: { code: "journal/in-use", pid: 4_194_303 } },
    true,
    false,
  ]);
});

test("a journal that is too long, a link, a directory, or in no place at all is told apart and left alone", async () => {
  const dir = await makeScratchDir();
  const journalIn = async (name: string) => {
    await mkdir(join(dir, name));
    return join(dir, name, "journal.jsonl");
  };
  await writeFile(await journalIn("long"), "");
  await truncate(join(dir, "long", "journal.jsonl"), 1025);
  await symlink("/etc/hostname", await journalIn("link"));
  await mkdir(await journalIn("directory"));
  await writeFile(join(dir, "file"), "");

  const found = await Promise.all(
    ["long", "link", "directory", "file"].map(
      async (name) => (await startReadJournal({ dir: join(dir, name), maxBytes: 1024 })).found,
    ),
  );

  expect(found).toEqual([
    { ok: false, error: { code: "journal/unreadable", reason: "longer than 1024 bytes" } },
    { ok: false, error: { code: "journal/not-writable", reason: "ELOOP" } },
    { ok: false, error: { code: "journal/not-writable", reason: "EISDIR" } },
    { ok: false, error: { code: "journal/not-writable", reason: "EEXIST" } },
  ]);
});

test("what is written to a journal that somebody removed while it was open is not said to be kept", async () => {
  const dir = join(await makeScratchDir(), "state");
  const journal = createNodeJournalFile({ dir });
  await journal.read();
  await journal.append(utf8("kept\n"));
  await rm(dir, { recursive: true });

  expect([await journal.append(utf8("lost\n")), (await journal.append(utf8("later\n"))).ok]).toEqual([
    { ok: false, error: { code: "journal/gone" } },
    false,
  ]);
  await journal.close();
});

test("a disk that is really full says so", async (context) => {
  // The kernel has a file that is always full; a disk of our own would need the right to mount one.
  const full = "/dev/full";
  if (!(await stat(full).catch(() => null))) return context.skip();
  const dir = await makeScratchDir();
  const device = await openStateFile(full, constants.O_WRONLY);
  onTestFinished(() => device.close());
  const { journal } = await startReadJournal({
    dir,
    open: async (path, flags) =>
      Object.assign(await openStateFile(path, flags), { write: (bytes: Uint8Array) => device.write(bytes) }),
  });

  const appended = await journal.append(utf8("{}\n"));

  expect(appended).toEqual({ ok: false, error: { code: "journal/disk-full" } });
});

test("the room that is left is that of the file system on which the journal lies", async () => {
  const dir = await makeScratchDir();
  const { journal } = await startReadJournal({ dir });
  const { bsize, blocks } = await statfs(dir);

  const free = await journal.freeBytes();

  expect(free !== null && free > 0 && free <= blocks * bsize).toBe(true);
});

test("where there is no such place, nobody knows how much room is left", async () => {
  const journal = createNodeJournalFile({ dir: join(await makeScratchDir(), "not", "there") });

  expect(await journal.freeBytes()).toBe(null);
});

test("a piece that would make the journal longer than is read back is refused, and nothing of it is written", async () => {
  const dir = await makeScratchDir();
  const { journal } = await startReadJournal({ dir, maxBytes: 10 });
  await journal.append(utf8("eight..\n"));

  const refused = await journal.append(utf8("more\n"));
  const fits = await journal.append(utf8(".\n"));

  expect([refused, fits.ok, await readFile(join(dir, "journal.jsonl"), "utf8")]).toEqual([
    { ok: false, error: { code: "journal/full", maxBytes: 10 } },
    true,
    "eight..\n.\n",
  ]);
});
