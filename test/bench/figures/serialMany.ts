/** SN, IMEI and status of 32 terminals read at once by one process, against the same of one. All lines have a process of their own. */

import { type Figure, inTurn } from "../figure.ts";
import { startFarSide } from "../serialFarSide.ts";
import { baudRate, readAll, terminalAt, timed } from "../terminalRead.ts";

const rounds = 25;
/** Enough for what V8 compiles late to be compiled; the first also opens the ports and sets the terminals up. */
const warmUps = 15;
const many = 32;
/** USB adapters hand over what has come once in a frame of full speed. */
const frameMs = "1";

export const serialMany: Figure = {
  name: "serialMany",
  title: `${many} terminals read at once at 115200 baud`,
  floor: "one terminal",
  unit: "ms",
  goal: 1.3,
  async measure() {
    const far = await startFarSide("serialLines.ts", many, String(baudRate), frameMs);
    const terminals = far.paths.map(terminalAt);
    const [one] = terminals;
    if (!one) throw new Error("no terminal");
    try {
      const all = () => timed(() => Promise.all(terminals.map(readAll)));
      for (let times = 0; times < warmUps; times++) await all();
      return await inTurn(rounds, all, () => timed(() => readAll(one)));
    } finally {
      await Promise.all(terminals.map((terminal) => terminal.close()));
      await far.stop();
    }
  },
};
