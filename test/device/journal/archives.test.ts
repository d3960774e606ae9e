// What is closed is put aside in a file of its own, and the chain goes on: nothing is lost, and nobody changes an archive unseen.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { foldProvisioning, provisioningRecords } from "../../../device/bindings/enrolment.ts";
import { readExcerpt } from "../../../device/journal/excerpt.ts";
import { openJournal } from "../../../device/journal/openJournal.ts";
import type { JournalRecord } from "../../../device/journal/record.ts";
import { foldThrottles, throttleRecords } from "../../../device/people/throttle.ts";
import { createManualClock } from "../../support/manualClock.ts";
import {
  createMemoryJournalFile,
  createMemoryJournalStore,
  type MemoryJournalStore,
} from "../../support/memoryJournalFile.ts";
import { createMemoryStateCounter } from "../../support/memoryStateCounter.ts";
import { createMishaps } from "../../support/mishaps.ts";

const clock = createManualClock();
const hash = createNodeHash();

async function open(store: MemoryJournalStore, mishaps = createMishaps()) {
  const opened = await openJournal({ file: createMemoryJournalFile(store, mishaps), hash, clock });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

const keep = ["kept"];
const carry = (records: readonly JournalRecord[]) => records.filter(({ kind }) => keep.includes(kind));

/** Three files: two archives, and the one that is being written. Of each only what is kept was carried on. */
async function threeFiles(mishaps = createMishaps()): Promise<MemoryJournalStore> {
  const store = createMemoryJournalStore();
  const { journal } = await open(store, mishaps);
  for (let file = 0; file < 3; file++) {
    for (let n = 0; n < 6; n++) await journal.append([{ kind: "closed", body: { file, n, text: "解绑".repeat(40) } }]);
    await journal.append([{ kind: "kept", body: { file } }]);
    if (file < 2) await journal.setAside(carry);
  }
  await journal.settled();
  return store;
}

async function allLines(store: MemoryJournalStore) {
  const { journal } = await open(store);
  const lines = await journal.excerpt(1, journal.head().seq);
  return { journal, lines };
}

test("Three files are one chain: from the first record to the last, by number, and what was kept is in the newest", async () => {
  const store = await threeFiles();

  const { journal, lines } = await allLines(store);

  const chain = lines.ok ? readExcerpt(lines.value, hash) : lines;
  const { records } = await open(store);
  expect({
    files: journal.files().map(({ fromSeq, toSeq }) => [fromSeq, toSeq]),
    archives: [...(store.archives?.keys() ?? [])],
    chain: chain.ok && [chain.value.records.map(({ seq }) => seq), chain.value.head.seq],
    kept: records.map(({ kind, seq }) => [seq, kind]).filter(([, kind]) => kind !== "closed"),
    status: journal.view().status,
  }).toEqual({
    files: [
      [1, 7],
      [8, 16],
      [17, 26],
    ],
    archives: [1, 8],
    chain: [Array.from({ length: 26 }, (_, n) => n + 1), 26],
    kept: [
      [17, "archive"],
      [18, "kept"],
      [19, "kept"],
      [26, "kept"],
    ],
    status: "intact",
  });
});

test("A piece that reaches from an archive into the newest file is whole; one that says no end stops with its file", async () => {
  const { journal } = await open(await threeFiles());
  const seqsOf = async (from: number, to?: number) => {
    const lines = await journal.excerpt(from, to);
    const read = lines.ok ? readExcerpt(lines.value, hash) : lines;
    return read.ok ? read.value.records.map(({ seq }) => seq) : read.error;
  };

  const pieces = [await seqsOf(6, 9), await seqsOf(15, 18), await seqsOf(14), await seqsOf(25), await seqsOf(30, 40)];

  expect(pieces).toEqual([[6, 7, 8, 9], [15, 16, 17, 18], [14, 15, 16], [25, 26], []]);
});

test("Any byte of any archive that was changed is told when it is read, and what is elsewhere is read all the same", async () => {
  const whole = await threeFiles();
  const wrong: string[] = [];
  for (const [archive, bytes] of whole.archives ?? []) {
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      const store = { ...whole, archives: new Map(whole.archives).set(archive, changed) };
      const { lines } = await allLines(store);
      const { journal } = await open(store);
      const newest = await journal.excerpt(17);
      const told = !lines.ok && lines.error.code === "journal/archive-damaged" && lines.error.archive === archive;
      if (!told || !newest.ok || newest.value.length !== 10) wrong.push(`${archive}: ${at}`);
    }
  }
  expect(wrong).toEqual([]);
});

describe("An archive that is", () => {
  const cases: readonly (readonly [string, (archives: Map<number, Uint8Array>) => unknown, string])[] = [
    ["gone", (archives) => archives.delete(8), "journal/archive-unreadable"],
    ["another one", (archives) => archives.set(8, archives.get(1) ?? new Uint8Array()), "journal/archive-damaged"],
    ["empty", (archives) => archives.set(8, new Uint8Array()), "journal/archive-damaged"],
    [
      "cut",
      (archives) => archives.set(8, archives.get(8)?.slice(0, -1) ?? new Uint8Array()),
      "journal/archive-damaged",
    ],
    [
      "longer than it was",
      (archives) => archives.set(8, new Uint8Array([...(archives.get(8) ?? []), 0x41, 0x0a])),
      "journal/archive-damaged",
    ],
  ];
  test.each(cases)("%s: told by its number", async (_story, change, code) => {
    const store = await threeFiles();
    const archives = new Map(store.archives);
    change(archives);

    const { lines } = await allLines({ ...store, archives });

    expect(lines).toMatchObject({ ok: false, error: { code, archive: 8 } });
  });
});

test("Any byte of the newest file changed is damage, also of the record that names the archives", async () => {
  const store = await threeFiles();
  const wrong: number[] = [];
  for (const [at, byte] of store.bytes.entries()) {
    const bytes = store.bytes.slice();
    bytes[at] = byte ^ 0x01;
    const { journal } = await open({ ...store, bytes });
    if (journal.view().status !== "damaged") wrong.push(at);
  }
  expect(wrong).toEqual([]);
});

test("An archive in the place of the newest file, or a newest file without its first record, is damage", async () => {
  const store = await threeFiles();
  const { archives = new Map<number, Uint8Array>() } = store;
  const statusOf = async (bytes: Uint8Array) => (await open({ ...store, bytes })).journal.view().status;
  const secondLine = store.bytes.indexOf(0x0a) + 1;

  const told = [
    await statusOf(archives.get(1) ?? new Uint8Array()),
    await statusOf(archives.get(8) ?? new Uint8Array()),
    await statusOf(store.bytes.slice(secondLine)),
  ];

  expect(told).toEqual(["damaged", "damaged", "damaged"]);
});

test("The counter that a journal is counted by goes on over an archive, and an archive put back is older state", async () => {
  const store = createMemoryJournalStore();
  const counter = createMemoryStateCounter({ count: null });
  const openCounted = async () => {
    const opened = await openJournal({ file: createMemoryJournalFile(store), hash, clock, counter });
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value.journal;
  };
  const journal = await openCounted();
  for (let n = 0; n < 9; n++) await journal.append([{ kind: "closed", body: { n } }]);
  await journal.setAside(carry);
  await journal.settled();
  const onwards = (await openCounted()).view().status;
  store.bytes = store.archives?.get(1) ?? new Uint8Array();
  store.mark = null;

  expect([onwards, (await openCounted()).view().status]).toEqual(["intact", "rolledBack"]);
});

test("A death or a failure in every operation of putting aside: the file as it was, or the new one with its archive", async () => {
  const before = await threeFiles();
  const probe = createMishaps();
  const { journal: counted } = await open({ ...before }, probe);
  await counted.setAside(carry);
  await counted.settled();
  const wrong: string[] = [];
  for (const [index, operation] of probe.operations.entries()) {
    for (const landing of ["nothing", "all"] as const) {
      for (const how of ["dieAt", "failAt"] as const) {
        if (how === "failAt" && landing === "all") continue;
        const store = { ...before };
        const mishaps = createMishaps();
        const { journal } = await open(store, mishaps);
        if (how === "dieAt") mishaps.dieAt(index + 1, landing);
        else mishaps.failAt(index + 1);
        await Promise.race([journal.setAside(carry), mishaps.died]);
        if (how === "failAt") await journal.settled();
        const { lines, journal: found } = await allLines(store);
        const whole = lines.ok && lines.value.length === found.head().seq && found.head().seq >= 26;
        if (found.view().status !== "intact" || !whole) wrong.push(`${how} ${index + 1} ${operation}, ${landing}`);
      }
    }
  }
  expect({ wrong, operations: probe.operations }).toEqual({
    wrong: [],
    operations: ["journal.leaveMark", "archive.setAside", "journal.leaveMark"],
  });
});

test("Where too little is closed nothing is put aside, and the journal takes entries as before", async () => {
  const store = createMemoryJournalStore();
  const { journal } = await open(store);
  for (let n = 0; n < 5; n++) await journal.append([{ kind: "kept", body: { n } }]);

  const refused = await journal.setAside(carry);

  const appended = await journal.append([{ kind: "kept", body: {} }]);
  expect([refused, appended.ok, store.archives?.size ?? 0]).toEqual([
    { ok: false, error: { code: "journal/nothing-to-archive" } },
    true,
    0,
  ]);
});

const role = fc.constantFrom("merchant", "technician", "factory");
const id = "01980000-0000-7000-8000-000000000001";
const asRecords = (kind: string) => (bodies: readonly object[]) =>
  bodies.map((body, n): JournalRecord => ({ seq: n + 1, at: 1_000 * n, kind, body }));

test("Whatever happened to the PINs: the records that are carried over lead to the same tries, waits and holders", () => {
  const events = fc.oneof(
    fc.record({ type: fc.constantFrom("tried", "matched", "probed", "forgotten", "answerTried"), role }),
    role.map((of) => ({ type: "set", role: of, principalId: id, setBy: of })),
    role.map((of) => ({ type: "unlocked", role: of, by: "technician", reference: id })),
  );
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }).map(asRecords("pin")), (records) => {
      expect(foldThrottles(throttleRecords(records))).toEqual(foldThrottles(records));
    }),
    { numRuns: 2_000 },
  );
});

test("A year of right PINs is carried over as two records for each role", () => {
  const day = [
    { type: "tried", role: "merchant" },
    { type: "matched", role: "merchant" },
  ];
  const records = asRecords("pin")(Array.from({ length: 365 }, () => day).flat());

  expect(throttleRecords(records).length).toBe(2);
});

test("Whatever was said of the bindings: the records that are carried over lead to the same", () => {
  const binding = fc.record({
    providerId: fc.constantFrom("generic-pos", "kaiyibao"),
    bindingKind: fc.constantFrom("terminal_to_merchant", "bank_account_to_pos"),
    epoch: fc.integer({ min: 1, max: 3 }),
  });
  const events = fc.oneof(
    binding.map((of) => ({
      type: "enrolled",
      kid: "A".repeat(43),
      sn: "PX7A20260042",
      imeiHash: "B".repeat(43),
      bindings: [of],
    })),
    fc
      .tuple(binding, fc.constantFrom("bound", "unbound"), fc.integer({ min: 1, max: 9 }))
      .map(([of, state, serial]) => ({ type: "bindingSaid", state, serial, ...of })),
    fc.constant({ type: "bindingAgain", role: "technician", principalId: id }),
    fc.constant({ type: "notBoundAgain", code: "upstream/unreachable" }),
  );
  fc.assert(
    fc.property(fc.array(events, { maxLength: 30 }).map(asRecords("provisioning")), (records) => {
      expect(foldProvisioning(provisioningRecords(records))).toEqual(foldProvisioning(records));
    }),
    { numRuns: 2_000 },
  );
});
