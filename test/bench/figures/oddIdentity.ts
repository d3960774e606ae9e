/**
 * Reading who an odd terminal is, over a device file at 115200 baud: the slowest of the corpus, from opening the port to
 * the last answer. And saying that nobody is on a port, in the way that takes longest. Both goals are absolute: a person
 * waits for them.
 */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../../device/adapters/node/nodeSerialLink.ts";
import { probe } from "../../../device/cli/terminal/probe.ts";
import { baudRates, createAutobaudOpener } from "../../../device/link/at/autobaud.ts";
import { createAtTerminal } from "../../../device/link/at/terminal.ts";
import { createProbedTerminal } from "../../../device/link/probedTerminal.ts";
import { createSlfLine } from "../../../device/link/slf/line.ts";
import { createSlfTerminal } from "../../../device/link/slf/terminal.ts";
import type { Terminal } from "../../../device/link/terminal.ts";
import { oddTerminals } from "../../support/sim/oddTerminals.ts";
import type { Figure } from "../figure.ts";
import type { Ground } from "../ground.ts";

const baudRate = 115_200;
const clock = createNodeClock();

export const oddIdentity: Figure = {
  name: "oddIdentity",
  title: "identity of the slowest odd terminal at 115200 baud, opening included",
  floor: "",
  unit: "ms",
  goal: 3_000,
  async measure(ground) {
    const rounds = 2;
    const ours: number[] = [];
    for (let round = 0; round < rounds; round++) ours.push(await slowestOf(ground, round));
    return { ours, floors: null };
  },
};

/** Those that take longer by their own answers are left out. */
async function slowestOf(ground: Ground, round: number): Promise<number> {
  const dir = await ground.scratchDir(`odd${round}`);
  let slowestMs = 0;
  for (const [at, { story, maxReadMs }] of oddTerminals.entries()) {
    if (maxReadMs !== undefined) continue;
    const path = join(dir, `tty${at}`);
    const far = await farEnd(path, story);
    const terminal = createAtTerminal({ opener: createNodeSerialLinkOpener({ path, baudRate }), clock });
    const begunMs = performance.now();
    const read = await terminal.readIdentity();
    const tookMs = performance.now() - begunMs;
    await terminal.close();
    far.disconnect();
    if (!read.ok) throw new Error(`${story}: ${read.error.code}`);
    slowestMs = Math.max(slowestMs, tookMs);
  }
  return slowestMs;
}

export const nobodyThere: Figure = {
  name: "nobody",
  title: "saying that nobody is on a port, the longest of three ways to ask",
  floor: "",
  unit: "ms",
  goal: 8_000,
  async measure(ground) {
    const path = join(await ground.scratchDir("nobody"), "tty");
    const far = await farEnd(path, "nobody");
    const openAt = (rate: number) => createNodeSerialLinkOpener({ path, baudRate: rate });
    const either = createProbedTerminal([
      createAtTerminal({ opener: openAt(baudRate), clock }),
      createSlfTerminal(createSlfLine({ opener: openAt(baudRate), clock })),
    ]);
    const anyRate = createAtTerminal({ opener: createAutobaudOpener({ openAt, clock }), clock });
    const ways = [
      () => silenceOf(either),
      () => silenceOf(anyRate),
      () => probe({ openerAt: openAt, rates: baudRates, drivers: ["at", "slf"], clock }),
    ];
    const taken: number[] = [];
    for (const ask of ways) {
      const begunMs = performance.now();
      await ask();
      taken.push(performance.now() - begunMs);
    }
    far.disconnect();
    return { ours: [Math.max(...taken)], floors: null };
  },
};

async function silenceOf(terminal: Terminal): Promise<void> {
  const read = await terminal.readIdentity();
  await terminal.close();
  if (read.ok || read.error.code !== "link/no-answer") throw new Error("somebody answered");
}

async function farEnd(path: string, story: string): Promise<ChildProcess> {
  const far = fork(join(import.meta.dirname, "../pacedTerminal.ts"), [path, String(baudRate), story]);
  await once(far, "message");
  far.send("begin");
  await once(far, "message");
  return far;
}
