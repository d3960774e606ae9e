/** The corpus of odd terminals behind real device files, in real time: read right, as in memory. How long it takes is a figure of the bench. */

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "vitest";
import { createNodeClock } from "../../../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../../../device/adapters/node/nodeSerialLink.ts";
import type { Reading } from "../../../../device/identity/reading.ts";
import { createAutobaudOpener } from "../../../../device/link/at/autobaud.ts";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import type { SerialLinkOpener } from "../../../../device/ports/serialLink.ts";
import { createPtyLine } from "../../../support/ptyLine.ts";
import { createPtyTerminal } from "../../../support/ptyTerminal.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";
import { oddTerminals, readOfAll } from "../../../support/sim/oddTerminals.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";

const clock = createNodeClock();

async function readFrom(opener: SerialLinkOpener, names: readonly string[]): Promise<unknown> {
  const terminal = createAtTerminal({ opener, clock });
  const report = await terminal.readIdentity();
  await terminal.close();
  if (!report.ok) return report.error;
  const told = (reading: Reading) => (reading.status === "read" ? reading.value : reading.problem);
  const readings = Object.entries(report.value).filter(([name]) => names.includes(name));
  return Object.fromEntries(readings.map(([name, reading]) => [name, told(reading)]));
}

// Side by side: they wait more than they work.
test.concurrent.for(oddTerminals.map((odd) => [odd.story, odd] as const))(
  "a terminal that %s",
  { timeout: 60_000 },
  async ([_story, { makeOdd, reads = readOfAll }], { expect, onTestFinished }) => {
    const path = join(await makeScratchDir(), "tty");
    const pty = await createPtyTerminal({ path });
    onTestFinished(pty.stop);
    makeOdd(pty.terminal);

    const told = await readFrom(createNodeSerialLinkOpener({ path, baudRate: 115_200 }), Object.keys(reads));

    expect(told).toEqual(reads);
  },
);

test.concurrent.for([2_400, 4_800, 230_400, 921_600])(
  "a terminal that hears at %i baud only is found there",
  { timeout: 60_000 },
  async (rate, { expect, onTestFinished }) => {
    const path = join(await makeScratchDir(), "tty");
    const sim = createSimTerminal({ clock });
    const rateOfPort = () => Number(execFileSync("stty", ["-F", path, "speed"], { encoding: "utf8" }));
    const receive = (bytes: Uint8Array) => {
      if (rateOfPort() === rate) sim.receive(bytes);
    };
    const line = await createPtyLine(path, { ...sim, receive });
    onTestFinished(line.unplug);
    const openAt = (baudRate: number) => createNodeSerialLinkOpener({ path, baudRate });

    const told = await readFrom(createAutobaudOpener({ openAt, clock }), ["sn", "imei"]);

    expect(told).toEqual(readOfAll);
  },
);
