/** What a second hundred thousand exchanges leave on the heap after a first, which may fill caches and compile code. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Figure } from "../figure.ts";

const rounds = 3;

export const serialHeap: Figure = {
  name: "serialHeap",
  title: "heap that a second 100,000 exchanges add",
  floor: "",
  unit: "bytes",
  // One byte an exchange: the least object has 16, and what V8 keeps for itself moves by tens of thousands.
  goal: 100_000,
  async measure() {
    const ours: number[] = [];
    for (let round = 0; round < rounds; round++) ours.push(await grownInOneProcess());
    return { ours, floors: null };
  },
};

async function grownInOneProcess(): Promise<number> {
  const program = join(import.meta.dirname, "../serialHeapProcess.ts");
  const child = fork(program, { execArgv: [...process.execArgv, "--expose-gc"] });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`serialHeapProcess.ts ended with ${code}`);
  });
  const [held] = await Promise.race([once(child, "message"), ended]);
  await once(child, "exit");
  const [first, second] = held;
  return second - first;
}
