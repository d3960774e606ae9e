/**
 * SN, IMEI and status of a terminal over a device file behind which bytes come and go at 115200 baud, against the time
 * that a line needs for exactly these bytes, one after the other. The floor is counted, not measured. An echo comes while
 * its command still goes out, so a read can take less than that; how much the line stood idle is said beside it.
 */

import { once } from "node:events";
import type { Figure } from "../figure.ts";
import { startFarSide } from "../serialFarSide.ts";
import { median } from "../statistics.ts";
import { baudRate, readAll, terminalAt, timed, wireMs } from "../terminalRead.ts";

const rounds = 40;
/** About a byte at 115200 baud. */
const frameMs = "0.05";

export const serialRead: Figure = {
  name: "serialRead",
  title: "SN, IMEI and status read at 115200 baud",
  floor: "wire time of its bytes, out and in",
  unit: "ms",
  goal: 1.1,
  async measure() {
    const far = await startFarSide("serialLines.ts", 1, String(baudRate), frameMs);
    const terminal = terminalAt(far.paths[0] ?? "");
    const taken = { ours: [] as number[], floors: [] as number[] };
    const speaking: number[] = [];
    try {
      // The first read also opens the port and sets the terminal up.
      for (let round = 0; round <= rounds; round++) {
        const ms = await timed(() => readAll(terminal));
        far.child.send("count");
        const [[{ received, sent }]] = await once(far.child, "message");
        if (round === 0) continue;
        taken.ours.push(ms);
        taken.floors.push(wireMs(received + sent));
        speaking.push(wireMs(sent));
      }
      const ratio = median(taken.ours) / median(speaking);
      console.error(`serialRead: ${ratio.toFixed(2)} times as long as the terminal spoke, echoes and all`);
      return taken;
    } finally {
      await terminal.close();
      await far.stop();
    }
  },
};
