// A kiosk whose journal lies on a real disk that is full, read-only, or was edited: told on the screen, nothing sent,
// nothing wiped, and nothing lost when the disk is well again.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { NodeJournalFile } from "../../../device/adapters/node/nodeJournalFile.ts";
import { createDiskJournalFile } from "../../support/diskJournalFile.ts";
import { mayMount } from "../../support/mountedDisk.ts";
import { createRig, isBound, type Rig } from "../../support/rig.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";
import { makeSmallDisk } from "../../support/smallDisk.ts";

async function rigOn(dir: string): Promise<{ readonly rig: Rig; readonly journalFile: NodeJournalFile }> {
  const journalFile = createDiskJournalFile({ dir });
  const rig = await createRig({ journalFile });
  onTestFinished(async () => {
    await rig.kiosk().stop();
    await journalFile.close();
  });
  await rig.setUp();
  await rig.until((snapshot) => isBound(snapshot));
  return { rig, journalFile };
}

/** What happens from here on, whatever time goes by. */
async function anHourOn(rig: Rig) {
  const before = rig.witnessed.length;
  await rig.clock.advance(3_600_000);
  const { service } = await rig.see();
  const left = rig.witnessed.slice(before).map(({ what }) => what);
  return { service, left, keptMerchant: rig.disk.merchant.bindings.length, keptPins: rig.disk.pins.size };
}

const outOfService = (failure: object) => ({
  service: { phase: "outOfService", failure },
  left: [],
  keptMerchant: 1,
  keptPins: 1,
});

/** The rest of the unbind, by whoever stands before the kiosk. */
async function toTheEnd(rig: Rig): Promise<string> {
  const { unbind } = await rig.until((seen) => seen.unbind.state !== "bound" || isBound(seen));
  if (unbind.state === "bound") await rig.confirm();
  if ((await rig.reach("approved", "completed")).unbind.state === "approved") await rig.execute();
  return (await rig.reach("completed")).unbind.state;
}

describe.skipIf(!mayMount)("On a small disk (skipped unless root, and allowed to mount)", () => {
  test("that is full when a request is confirmed: out of service, nothing sent; with room again it goes on", async () => {
    const disk = makeSmallDisk(2_048);
    const { rig } = await rigOn(disk.dir);
    const { unbind } = await rig.draft();
    await disk.fill();

    const confirmed = await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });

    const sick = await anHourOn(rig);
    const requests = (await rig.upstream.operator.list()).requests.length;
    await disk.clear();
    await rig.restart();
    expect({ confirmed: confirmed.ok, sick, requests, afterwards: await toTheEnd(rig) }).toEqual({
      confirmed: false,
      sick: outOfService({ code: "journal/disk-full" }),
      requests: 0,
      afterwards: "completed",
    });
  });

  test("that is full when the unbind is ordered: not executed, not wiped, and after a restart it goes on", async () => {
    const disk = makeSmallDisk(2_048);
    const { rig } = await rigOn(disk.dir);
    await rig.confirm();
    await rig.reach("approved");
    await disk.fill();

    await rig.execute();

    const sick = await anHourOn(rig);
    const [request] = (await rig.upstream.operator.list()).requests;
    await disk.clear();
    await rig.restart();
    expect({ sick, upstream: request?.state, afterwards: await toTheEnd(rig) }).toEqual({
      sick: outOfService({ code: "journal/disk-full" }),
      upstream: "approved",
      afterwards: "completed",
    });
  });

  test("that is read-only at the start: out of service; writable again it goes on where it was", async () => {
    const disk = makeSmallDisk(2_048);
    const { rig, journalFile } = await rigOn(disk.dir);
    await rig.confirm();
    await rig.reach("approved");
    await rig.kiosk().stop();
    await journalFile.close();
    disk.become("ro");

    await rig.restart();

    const sick = await anHourOn(rig);
    disk.become("rw");
    await rig.restart();
    expect({ sick, afterwards: await toTheEnd(rig) }).toEqual({
      sick: outOfService({ code: "journal/not-writable", facts: { reason: "EROFS" } }),
      afterwards: "completed",
    });
  });

  test("with less than a mebibyte left: the checks say so before anything is signed", async () => {
    const disk = makeSmallDisk(1_000);
    const { rig } = await rigOn(disk.dir);

    const { unbind } = await rig.draft();

    const storage = unbind.checks.find(({ code }) => code === "STORAGE_FAULT");
    expect({ state: unbind.state, level: storage?.level, outcome: storage?.outcome }).toEqual({
      state: "blocked",
      level: "must",
      outcome: "failed",
    });
  });

  test("the room that is left is told, to the last page", async () => {
    const disk = makeSmallDisk(2_048);
    const { journalFile } = await rigOn(disk.dir);
    const before = await journalFile.freeBytes();
    await disk.fill();

    const after = await journalFile.freeBytes();

    expect({ some: (before ?? 0) > 0 && (before ?? 0) < 2_048 * 1_024, after }).toEqual({ some: true, after: 0 });
  });
});

describe("A journal that somebody edited while a request was under way:", () => {
  const swap = ([a = "", b = "", c = "", ...rest]: readonly string[]) => [a, c, b, ...rest];
  test.each([
    ["one byte", 2, ([a = "", b = "", ...rest]: readonly string[]) => [a, b.replace('"at":1', '"at":2'), ...rest]],
    ["one line removed", 3, (lines: readonly string[]) => lines.filter((_, index) => index !== 2)],
    ["two lines swapped", 2, swap],
    ["the last line gone, and the mark knows", "last", (lines: readonly string[]) => lines.slice(0, -1)],
  ] as const)("%s: out of service, nothing sent, nothing wiped, nothing repaired", async (_story, seq, edit) => {
    const dir = await makeScratchDir();
    const { rig, journalFile } = await rigOn(dir);
    await rig.confirm();
    await rig.reach("approved");
    await rig.kiosk().stop();
    await journalFile.close();
    const path = join(dir, "journal.jsonl");
    const lines = (await readFile(path, "utf8")).split("\n").slice(0, -1);
    const edited = `${edit(lines).join("\n")}\n`;
    await writeFile(path, edited);

    await rig.restart();

    const damagedAt = seq === "last" ? lines.length : seq;
    expect({
      sick: await anHourOn(rig),
      journal: (await rig.see()).journal,
      asItWas: (await readFile(path, "utf8")) === edited,
    }).toEqual({
      sick: outOfService({ code: "journal/damaged", facts: { seq: damagedAt } }),
      journal: { status: "damaged", records: damagedAt - 1, cutBytes: 0, damagedAt, usedPercent: 0, warning: null },
      asItWas: true,
    });
  });
});
