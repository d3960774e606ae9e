/**
 * One record appended to the journal of Android's half, through the channel: bytes as text, a process of Java that checks,
 * writes and forces, and its reply. Against the same Java machine that writes and forces the same bytes, by its own clock. Both are
 * asked for one record at a time: a disk that is never left alone answers sooner.
 */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { createAndroidJournalFile } from "../../../device/adapters/webview/androidJournalFile.ts";
import { androidClasses, jvmFlags, startAndroidHost } from "../../support/androidHost.ts";
import { type Figure, inTurn } from "../figure.ts";

const rounds = 40;
const appendsARound = 25;
/** As long as a record of an unbind is. */
const recordBytes = 700;

export const bridgeAppend: Figure = {
  name: "bridgeAppend",
  title: "a record through Android's channel, durable",
  floor: "the same bytes by Java alone",
  unit: "µs",
  goal: 2,
  alone: true,
  async measure(ground) {
    const host = startAndroidHost(await ground.scratchDir("bridge"));
    const floor = startFloor(await ground.scratchDir("floor"));
    try {
      const journal = createAndroidJournalFile(await host.bridge());
      await journal.read();
      const record = new Uint8Array(recordBytes).fill(0x61);
      const ours = async () => {
        const begunMs = performance.now();
        for (let times = 0; times < appendsARound; times++) {
          const appended = await journal.append(record);
          if (!appended.ok) throw new Error(appended.error.code);
        }
        return ((performance.now() - begunMs) * 1000) / appendsARound;
      };
      return await inTurn(rounds, ours, floor.measure);
    } finally {
      floor.stop();
      await host.kill();
    }
  },
};

function startFloor(dir: string) {
  const child = spawn("java", [...jvmFlags, "-cp", androidClasses(), "jiebang.host.AppendTrial", dir], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure(): Promise<number> {
      let ns = 0;
      for (let times = 0; times < appendsARound; times++) {
        child.stdin.write(`${recordBytes}\n`);
        const { value } = await lines.next();
        ns += Number(value);
      }
      return ns / 1000 / appendsARound;
    },
    stop: () => child.kill(),
  };
}
