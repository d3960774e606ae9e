// What the journal answered "yes" to is there after a power cut, and nobody can change it unseen.

import { describe, expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { concat, fromUtf8, utf8 } from "../../../device/base/bytes.ts";
import { openJournal } from "../../../device/journal/openJournal.ts";
import { maxLineBytes } from "../../../device/journal/record.ts";
import type { JournalFile } from "../../../device/ports/journalFile.ts";
import { createManualClock } from "../../support/manualClock.ts";
import {
  createMemoryJournalFile,
  createMemoryJournalStore,
  type MemoryJournalStore,
} from "../../support/memoryJournalFile.ts";
import { createMishaps } from "../../support/mishaps.ts";

const clock = createManualClock();
const hash = createNodeHash();

async function open(store: MemoryJournalStore, mishaps = createMishaps()) {
  const opened = await openJournal({ file: createMemoryJournalFile(store, mishaps), hash, clock });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

const bodyOf = (n: number) => ({ n, text: "解绑" });

/** A journal of so many records, closed properly. */
async function journalOf(records: number): Promise<MemoryJournalStore> {
  const store = createMemoryJournalStore();
  const { journal } = await open(store);
  for (let n = 1; n <= records; n++) await journal.append([{ kind: "story", body: bodyOf(n) }]);
  return store;
}

async function told(store: MemoryJournalStore) {
  const { journal, records } = await open(store);
  const { usedPercent: _used, warning: _warning, ...view } = journal.view();
  return { ...view, read: records.length };
}

const damagedFrom = (n: number) => ({ status: "damaged", records: n - 1, cutBytes: 0, damagedAt: n, read: n - 1 });
const linesOf = (store: MemoryJournalStore) => (fromUtf8(store.bytes) ?? "").split("\n").slice(0, -1);
const withLines = (store: MemoryJournalStore, lines: readonly string[]): MemoryJournalStore => ({
  ...store,
  bytes: utf8(lines.map((line) => `${line}\n`).join("")),
});

test("What was appended is read again, in order", async () => {
  const { journal, records } = await open(await journalOf(3));

  expect({ view: journal.view(), bodies: records.map(({ seq, body }) => ({ seq, body })) }).toEqual({
    view: { status: "intact", records: 3, cutBytes: 0, damagedAt: null, usedPercent: 0, warning: null },
    bodies: [1, 2, 3].map((n) => ({ seq: n, body: bodyOf(n) })),
  });
});

test("A tail torn at any byte of the last record is cut and told, and the journal goes on", async () => {
  const two = (await journalOf(2)).bytes.length;
  const whole = await journalOf(3);
  const wrong: number[] = [];
  for (let length = two + 1; length < whole.bytes.length; length++) {
    // The mark of the third record was never left: it comes after the record.
    const store = { bytes: whole.bytes.slice(0, length), mark: (await journalOf(2)).mark };
    const { journal } = await open(store);
    const view = journal.view();
    const appended = await journal.append([{ kind: "story", body: bodyOf(4) }]);
    const after = await told(store);
    const cut = view.status === "tornTailCut" && view.records === 2 && view.cutBytes === length - two;
    if (!cut || !appended.ok || after.status !== "intact" || after.read !== 3) wrong.push(length);
  }
  expect(wrong).toEqual([]);
});

test("Any byte of any record edited is damage at that record", async () => {
  const store = await journalOf(3);
  const wrong: string[] = [];
  let record = 1;
  for (const [at, byte] of store.bytes.entries()) {
    for (const edited of [byte ^ 0x01, byte ^ 0x80]) {
      const bytes = store.bytes.slice();
      bytes[at] = edited;
      const view = await told({ ...store, bytes });
      if (view.status !== "damaged" || view.damagedAt !== record) wrong.push(`${at}: ${JSON.stringify(view)}`);
    }
    if (byte === 0x0a) record += 1;
  }
  expect(wrong).toEqual([]);
});

describe("Lines are", () => {
  test.each([
    ["removed at the start", (lines: string[]) => lines.slice(1), 1],
    ["removed in the middle", (lines: string[]) => lines.filter((_line, index) => index !== 1), 2],
    ["swapped", ([a = "", b = "", c = ""]: string[]) => [b, a, c], 1],
    ["doubled", ([a = "", b = "", c = ""]: string[]) => [a, a, b, c], 2],
    ["truncated below the mark", (lines: string[]) => lines.slice(0, 2), 3],
    ["all gone, but for the mark", () => [], 1],
  ])("%s: damage", async (_story, change, damagedAt) => {
    const store = await journalOf(3);

    expect(await told(withLines(store, change(linesOf(store))))).toEqual(damagedFrom(damagedAt));
  });

  test("those of another journal: damage", async () => {
    const store = await journalOf(3);
    await clock.advance(1);
    const other = linesOf(await journalOf(3));

    expect(await told(withLines(store, other))).toEqual(damagedFrom(4));
  });
});

test("A mark that cannot be read is no damage", async () => {
  const store = await journalOf(3);

  expect(await told({ ...store, mark: "3 cut" })).toMatchObject({ status: "intact", read: 3 });
});

test("A damaged journal takes no entry, and is left as it is", async () => {
  const store = await journalOf(3);
  store.bytes[100] = 0;
  const before = store.bytes.slice();
  const { journal } = await open(store);

  const appended = await journal.append([{ kind: "story", body: {} }]);

  expect({ appended, bytes: store.bytes }).toEqual({
    appended: { ok: false, error: { code: "journal/damaged", seq: 1 } },
    bytes: before,
  });
});

test("After an append that failed every further one is refused, and nothing of them is there", async () => {
  const store = await journalOf(1);
  const mishaps = createMishaps();
  const { journal } = await open(store, mishaps);
  mishaps.failAt(1);

  const answers = [
    await journal.append([{ kind: "story", body: bodyOf(2) }]),
    await journal.append([{ kind: "story", body: bodyOf(3) }]),
  ];

  expect({ codes: answers.map((answer) => !answer.ok && answer.error.code), after: await told(store) }).toEqual({
    codes: ["journal/disk-full", "journal/disk-full"],
    after: { status: "intact", records: 1, cutBytes: 0, damagedAt: null, read: 1 },
  });
});

test("Entries of one piece are there together or, torn, as far as they came", async () => {
  const store = await journalOf(1);
  const { journal } = await open(store);
  await journal.append([
    { kind: "story", body: bodyOf(2) },
    { kind: "story", body: bodyOf(3) },
  ]);
  const upToSecond = (await journalOf(2)).bytes.length;

  const torn = await told({ bytes: store.bytes.slice(0, upToSecond + 10), mark: null });

  expect(torn).toEqual({ status: "tornTailCut", records: 2, cutBytes: 10, damagedAt: null, read: 2 });
});

test("Rubbish with line ends behind the last record is damage, not a tail", async () => {
  const store = await journalOf(2);
  store.bytes = concat([store.bytes, utf8("\u0000\u0000\n\u0000\n")]);

  expect(await told(store)).toEqual(damagedFrom(3));
});

test("A record that could not be read back is not written", async () => {
  const store = await journalOf(1);
  const { journal } = await open(store);

  const appending = journal.append([{ kind: "story", body: "绑".repeat(maxLineBytes / 3) }]);

  await expect(appending).rejects.toThrow("too long");
  expect(await told(store)).toMatchObject({ status: "intact", read: 1 });
});

test("Opening hashes every record once: twice the records are twice the work", async () => {
  const hashesOf = async (records: number) => {
    const store = await journalOf(records);
    let hashes = 0;
    const counting = {
      ...hash,
      sha256Text(bytes: Uint8Array) {
        hashes += 1;
        return hash.sha256Text(bytes);
      },
    };
    await openJournal({ file: createMemoryJournalFile(store), hash: counting, clock });
    return hashes;
  };

  expect([await hashesOf(100), await hashesOf(200)]).toEqual([100, 200]);
});

describe("An excerpt holds the lines as they lie in the file", () => {
  test.each([
    ["from a record to the last", [2], [1, 4]],
    ["from a record to another", [2, 3], [1, 3]],
    ["the first alone", [1, 1], [0, 1]],
    ["to a record that is not there yet", [4, 9], [3, 4]],
    ["from a record that is not there yet", [5], [4, 4]],
    ["of nothing", [3, 2], [0, 0]],
  ] as const)("%s", async (_story, [from, to], [start, end]) => {
    const store = await journalOf(3);
    const { journal } = await open(store);
    // One more, so that some lines were found in the file and some were written since.
    await journal.append([{ kind: "story", body: bodyOf(4) }]);

    const excerpt = await journal.excerpt(from, to);

    expect(excerpt).toEqual({ ok: true, value: linesOf(store).slice(start, end) });
  });
});

test("An excerpt reads its own lines and no others, however long the journal is", async () => {
  const store = await journalOf(200);
  const file = createMemoryJournalFile(store);
  let bytesRead = 0;
  const counting: JournalFile = {
    ...file,
    readPart(from, to) {
      bytesRead += to - from;
      return file.readPart(from, to);
    },
  };
  const opened = await openJournal({ file: counting, hash, clock });
  if (!opened.ok) throw new Error(opened.error.code);

  const excerpt = await opened.value.journal.excerpt(199);

  const own = linesOf(store).slice(198);
  expect({ excerpt, bytesRead }).toEqual({
    excerpt: { ok: true, value: own },
    bytesRead: utf8(own.join("\n")).length + 1,
  });
});

describe("A line in any other spelling is damage, though its hash fits:", () => {
  const json = (text: string) => `${hash.sha256Text(utf8(text))} ${text}`;
  const prev = "A".repeat(43);
  test.each([
    ["a space more", `{"seq":1, "prev":"${prev}","at":1,"kind":"story","body":{}}`],
    ["the members in another order", `{"prev":"${prev}","seq":1,"at":1,"kind":"story","body":{}}`],
    ["a number with a zero before it", `{"seq":01,"prev":"${prev}","at":1,"kind":"story","body":{}}`],
    ["a fraction of a millisecond", `{"seq":1,"prev":"${prev}","at":1.5,"kind":"story","body":{}}`],
    ["another number", `{"seq":2,"prev":"${prev}","at":1,"kind":"story","body":{}}`],
    ["another line before it", `{"seq":1,"prev":"${"B".repeat(43)}","at":1,"kind":"story","body":{}}`],
    ["a kind that is no word", `{"seq":1,"prev":"${prev}","at":1,"kind":"st ory","body":{}}`],
    ["no kind", `{"seq":1,"prev":"${prev}","at":1,"kind":"","body":{}}`],
    ["no body", `{"seq":1,"prev":"${prev}","at":1,"kind":"story"}`],
    ["a head that ends early", `{"seq":1,"prev":"${prev}","at":1}`],
    ["no end", `{"seq":1,"prev":"${prev}","at":1,"kind":"story","body":{} `],
  ])("%s", async (_story, text) => {
    const store = { bytes: utf8(`${json(text)}\n${json(text)}\n`), mark: null };

    expect(await told(store)).toEqual(damagedFrom(1));
  });
});

test("A body that is no JSON, under a hash that fits, is no body", async () => {
  const text = `{"seq":1,"prev":"${"A".repeat(43)}","at":1,"kind":"story","body":{"n":1},"kind":"other"}`;
  const { records } = await open({ bytes: utf8(`${hash.sha256Text(utf8(text))} ${text}\n`), mark: null });

  expect(records.map(({ seq, at, kind, body }) => ({ seq, at, kind, body }))).toEqual([
    { seq: 1, at: 1, kind: "story", body: undefined },
  ]);
});

test("A record of a kind that could not be read back is not written", async () => {
  const store = await journalOf(1);
  const { journal } = await open(store);

  const appending = journal.append([{ kind: 'sto"ry', body: {} }]);

  await expect(appending).rejects.toThrow("could not be read back");
  expect(await told(store)).toMatchObject({ status: "intact", read: 1 });
});

test("A clock that was never set does not make a record unreadable", async () => {
  const store = createMemoryJournalStore();
  const wrong = createManualClock(-86_400_000);
  const opened = await openJournal({ file: createMemoryJournalFile(store), hash, clock: wrong });
  if (opened.ok) await opened.value.journal.append([{ kind: "story", body: {} }]);

  const { records } = await open(store);

  expect(records.map(({ at }) => at)).toEqual([0]);
});

test("A journal that nears its limit warns, and at its limit takes nothing more but is read again", async () => {
  const maxBytes = (await journalOf(10)).bytes.length + 10;
  const store = { ...createMemoryJournalStore(), maxBytes };
  const { journal } = await open(store);
  const seen: unknown[] = [];
  for (let n = 1; n <= 11; n++) {
    const written = await journal.append([{ kind: "story", body: bodyOf(n) }]);
    const { records, usedPercent, warning } = journal.view();
    if (n > 7) seen.push([records, usedPercent > 80, warning, written.ok || written.error]);
  }

  expect([seen, await told(store)]).toEqual([
    [
      [8, false, null, true],
      [9, true, "journal/near-limit", true],
      [10, true, "journal/near-limit", true],
      [10, true, "journal/near-limit", { code: "journal/full", maxBytes }],
    ],
    { status: "intact", records: 10, cutBytes: 0, damagedAt: null, read: 10 },
  ]);
});
