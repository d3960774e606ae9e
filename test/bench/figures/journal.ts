/**
 * Opening a journal of a hundred thousand records as the kiosk does when it starts: read, every byte hashed along the
 * chain, and folded to what the kiosk knows. How it grows, and what of it is the fold, is said beside it.
 */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { createNodeJournalFile } from "../../../device/adapters/node/nodeJournalFile.ts";
import { foldProvisioning } from "../../../device/bindings/enrolment.ts";
import { openJournal } from "../../../device/journal/openJournal.ts";
import { foldThrottles } from "../../../device/people/throttle.ts";
import { foldUnbind } from "../../../device/unbind/history.ts";
import { type Figure, inTurn } from "../figure.ts";
import { createPastMaker, writePast } from "../past.ts";
import { median } from "../statistics.ts";

const sizes = [10_000, 50_000, 100_000];
const rounds = 7;
const goalMs = 300;

export const journal: Figure = {
  name: "journal",
  title: "opening a journal of 100,000 records",
  floor: "",
  unit: "ms",
  goal: goalMs,
  alone: true,
  async measure(ground) {
    const past = await createPastMaker();
    let last: readonly number[] = [];
    for (const records of sizes) {
      const dir = await ground.scratchDir(`journal-${records}`);
      const told = past(records);
      await writePast(dir, told);
      const folds: number[] = [];
      const open = async () => {
        const { openMs, foldMs } = await openOnce(dir, records);
        folds.push(foldMs);
        return openMs + foldMs;
      };
      const { ours, floors } = await inTurn(rounds, open, () => readSumAndParse(join(dir, "journal.jsonl")));
      const [mine, least, fold] = [median(ours), median(floors ?? []), median(folds)];
      console.error(
        `journal: ${records} records of ${Math.round(told.bytes.length / records)} bytes: ${mine.toFixed(0)} ms, ` +
          `${((mine / records) * 1_000).toFixed(2)} µs a record, of it the fold ${fold.toFixed(0)} ms; ` +
          `${(mine / least).toFixed(2)} times reading, one SHA-256 over all and JSON.parse of each line (${least.toFixed(0)} ms)`,
      );
      last = ours;
    }
    return { ours: last, floors: null };
  },
};

async function openOnce(dir: string, atMost: number): Promise<{ readonly openMs: number; readonly foldMs: number }> {
  const file = createNodeJournalFile({ dir });
  const begunMs = performance.now();
  const opened = await openJournal({ file, hash: createNodeHash(), clock: createNodeClock() });
  const openedMs = performance.now();
  if (!opened.ok) throw new Error(opened.error.code);
  const { records } = opened.value;
  const folded = [foldUnbind(records), foldThrottles(records), foldProvisioning(records)];
  const foldedMs = performance.now();
  await file.close();
  if (!folded[0] || !folded[1] || records.length < atMost - 100) throw new Error("not the journal that was written");
  return { openMs: openedMs - begunMs, foldMs: foldedMs - openedMs };
}

/** The least that has looked at every byte and understood every line. */
async function readSumAndParse(path: string): Promise<number> {
  const begunMs = performance.now();
  const bytes = await readFile(path);
  createHash("sha256").update(bytes).digest();
  let parsed = 0;
  for (const line of bytes.toString("utf8").split("\n")) if (line && JSON.parse(line.slice(44))) parsed += 1;
  if (parsed === 0) throw new Error("nothing there");
  return performance.now() - begunMs;
}
