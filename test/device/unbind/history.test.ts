// What is left of an unbind once it is over is written down once, and leads to the same as its events.

import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { openJournal } from "../../../device/journal/openJournal.ts";
import type { JournalRecord } from "../../../device/journal/record.ts";
import { closingRecordKind, foldUnbind, followUpRecordKind } from "../../../device/unbind/history.ts";
import { createMemoryJournalFile } from "../../support/memoryJournalFile.ts";
import { createRig, genericTarget, type Rig } from "../../support/rig.ts";

const card = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
const cardBinding = { ...card, replacement: { state: "validated" } } as const;

async function recordsOf(rig: Rig): Promise<readonly JournalRecord[]> {
  const file = createMemoryJournalFile({ ...rig.disk.journal, bytes: rig.disk.journal.bytes.slice() });
  const opened = await openJournal({ file, hash: createNodeHash(), clock: rig.clock });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.records;
}

/** What a fold leads to, as a plain value. */
function told(records: readonly JournalRecord[]) {
  const past = foldUnbind(records);
  return past && { state: past.state, entries: past.history.entries(), paidInto: past.history.paidInto() };
}

/** A card that was unbound, a follow-up ticked before it was put away and one after, and a request that was withdrawn. */
async function twoUnbindsOver(): Promise<Rig> {
  const rig = await createRig({ bindings: [genericTarget, cardBinding] });
  await rig.setUp();
  await rig.confirm({ target: card });
  await rig.reach("completed");
  const [first] = foldUnbind(await recordsOf(rig))?.history.entries() ?? [];
  const { requestId = "" } = first?.request ?? {};
  const [before = "", after = ""] = first?.followUps ?? [];
  const tick = (code: string) => rig.order("tickFollowUp", { requestId, code, done: true } as never);
  await tick(before);
  await rig.order("closeOutcome", {});
  await tick(after);
  await rig.confirm();
  await rig.reach("underReview", "submitted");
  await rig.withdraw();
  await rig.reach("cancelled");
  await rig.order("closeOutcome", {});
  return rig;
}

test("State and history are the same with the closings and from the events alone", async () => {
  const records = await recordsOf(await twoUnbindsOver());
  const events = records.filter(({ kind }) => kind !== closingRecordKind);

  const withClosings = told(records);

  expect({
    closings: records.length - events.length,
    ticks: records.filter(({ kind }) => kind === followUpRecordKind).length,
    states: withClosings?.entries.map(({ state, done }) => [state, done.size]),
    same: withClosings,
  }).toEqual({
    closings: 2,
    ticks: 2,
    same: told(events),
    states: [
      ["completed", 2],
      ["cancelled", 0],
    ],
  });
});

test("A closing that a power cut tore off is made up for with the next one", async () => {
  const rig = await twoUnbindsOver();
  const whole = await recordsOf(rig);
  const lastLine = new TextDecoder().decode(rig.disk.journal.bytes).split("\n").at(-2) ?? "";
  rig.disk.journal.bytes = rig.disk.journal.bytes.slice(0, -(lastLine.length / 2));
  rig.disk.journal.mark = null;
  await rig.restart();
  await rig.until(({ bindings }) => bindings.state === "known");
  await rig.confirm();
  await rig.reach("underReview", "submitted");
  await rig.withdraw();
  await rig.reach("cancelled");
  await rig.order("closeOutcome", {});

  const records = await recordsOf(rig);

  const events = records.filter(({ kind }) => kind !== closingRecordKind);
  expect({
    torn: whole.at(-1)?.kind,
    closings: records.length - events.length,
    same: told(records),
  }).toEqual({ torn: closingRecordKind, closings: 3, same: told(events) });
});

test("The events of what is closed are not read again", async () => {
  const records = await recordsOf(await twoUnbindsOver());
  const lastClosing = records.map(({ kind }) => kind).lastIndexOf(closingRecordKind);
  const unreadable = records.map((record, index) =>
    record.kind === "unbind" && index < lastClosing ? { ...record, body: undefined } : record,
  );

  expect(told(unreadable)).toEqual(told(records));
});

test("A closing that is none is damage", async () => {
  const records = await recordsOf(await twoUnbindsOver());
  const spoilt = records.map((record) => (record.kind === closingRecordKind ? { ...record, body: {} } : record));

  expect(told(spoilt)).toBe(null);
});
