/**
 * One whole unbind, from the menu to the evidence on the disk, by a kiosk that has a hundred thousand records behind it
 * and by one that has hardly any. Opening the journal is not part of it; time between the steps is virtual.
 */

import { cp, rm } from "node:fs/promises";
import v8 from "node:v8";
import vm from "node:vm";
import { createDiskJournalFile } from "../../support/diskJournalFile.ts";
import { createRig } from "../../support/rig.ts";
import { type Figure, inTurn } from "../figure.ts";
import { createPastMaker, writePast } from "../past.ts";

const rounds = 15;
const [short, long] = [20, 100_000];

export const longHistory: Figure = {
  name: "longHistory",
  title: `a whole unbind after ${long.toLocaleString("en")} records`,
  floor: `after ${short}`,
  unit: "ms",
  goal: 1.2,
  alone: true,
  async measure(ground) {
    const past = await createPastMaker();
    const [longDir, shortDir] = [await ground.scratchDir("history-long"), await ground.scratchDir("history-short")];
    await writePast(longDir, past(long));
    await writePast(shortDir, past(short));
    let unbinds = 0;
    const after = async (before: string) => {
      const dir = await ground.scratchDir(`history-${unbinds++}`);
      await cp(before, dir, { recursive: true });
      const took = await unbindIn(dir);
      await rm(dir, { recursive: true });
      return took;
    };
    return inTurn(
      rounds,
      () => after(longDir),
      () => after(shortDir),
    );
  },
};

/** What was there before must not be swept up while the unbind is measured. */
v8.setFlagsFromString("--expose-gc");
const sweep: () => void = vm.runInNewContext("gc");

async function unbindIn(dir: string): Promise<number> {
  const journalFile = createDiskJournalFile({ dir });
  const rig = await createRig({ journalFile });
  await rig.setUp();
  await rig.until(({ terminal }) => terminal.phase === "read");
  sweep();
  // The processor's time, all threads: what waits for a disk or for other programs is not history's doing.
  const begun = process.cpuUsage();
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("saveEvidence", {});
  const { user, system } = process.cpuUsage(begun);
  if (rig.evidence.size !== 1) throw new Error("no evidence was saved");
  await rig.kiosk().stop();
  await journalFile.close();
  return (user + system) / 1_000;
}
