/**
 * Reading who the terminal is, over a device file behind which bytes come and go at 115200 baud, against the time that
 * a line needs for exactly these bytes. The floor is counted, not measured.
 */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../../device/adapters/node/nodeSerialLink.ts";
import { createAtTerminal } from "../../../device/link/at/terminal.ts";
import type { Terminal } from "../../../device/link/terminal.ts";
import type { Figure } from "../figure.ts";
import type { ByteCount } from "../pacedTerminal.ts";

const rounds = 40;
const baudRate = 115_200;
/** 8 data bits, a start and a stop bit. */
const bitsPerByte = 10;

export const identityRead: Figure = {
  name: "identity",
  title: "identity read at 115200 baud",
  floor: "wire time of its bytes, out and in",
  unit: "ms",
  goal: 1.15,
  async measure(ground) {
    const path = join(await ground.scratchDir("line"), "terminal");
    const far = fork(join(import.meta.dirname, "../pacedTerminal.ts"), [path, String(baudRate)]);
    await once(far, "message");
    const opener = createNodeSerialLinkOpener({ path, baudRate });
    const terminal = createAtTerminal({ opener, clock: createNodeClock() });
    try {
      const taken = { ours: [] as number[], floors: [] as number[] };
      // The first read also opens the port and sets the terminal up.
      for (let round = 0; round <= rounds; round++) {
        const ms = await readOnce(terminal);
        const { received, sent } = await countOf(far);
        if (round === 0) continue;
        taken.ours.push(ms);
        taken.floors.push(((received + sent) * bitsPerByte * 1_000) / baudRate);
      }
      return taken;
    } finally {
      await terminal.close();
      far.disconnect();
    }
  },
};

async function readOnce(terminal: Terminal): Promise<number> {
  const begunMs = performance.now();
  const report = await terminal.readIdentity();
  const ms = performance.now() - begunMs;
  if (!report.ok) throw new Error(report.error.code);
  if (report.value.sn.status !== "read" || report.value.imei.status !== "read") throw new Error("identity not read");
  return ms;
}

async function countOf(far: ChildProcess): Promise<ByteCount> {
  far.send("count");
  const [count] = await once(far, "message");
  return count;
}
