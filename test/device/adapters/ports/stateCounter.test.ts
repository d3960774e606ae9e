import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createNodeStateCounter } from "../../../../device/adapters/node/nodeStateCounter.ts";
import type { StateCounter } from "../../../../device/ports/stateCounter.ts";
import { createMemoryStateCounter } from "../../../support/memoryStateCounter.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

/** Every call of what is prepared is a restart. */
const adapters: Readonly<Record<string, () => Promise<() => StateCounter>>> = {
  async memory() {
    const store = { count: null };
    return () => createMemoryStateCounter(store);
  },
  async Node() {
    const dir = await makeScratchDir();
    return () => createNodeStateCounter({ dir });
  },
};

describe.each(Object.entries(adapters))("A StateCounter in %s", (_name, prepare) => {
  test("says nothing at first, and over restarts what was kept last", async () => {
    const start = await prepare();
    const first = await start().read();
    const counter = start();
    const kept = await Promise.all(["1 a", "2 b", "3 c"].map((count) => counter.keep(count)));

    expect({ first, kept: kept.every(({ ok }) => ok), last: await start().read() }).toEqual({
      first: { ok: true, value: null },
      kept: true,
      last: { ok: true, value: "3 c" },
    });
  });
});

test("On Node, what was not written under this terminal's key is refused, and taken for nothing", async () => {
  const [dir, other] = [await makeScratchDir(), await makeScratchDir()];
  await createNodeStateCounter({ dir }).keep("1 a");
  await createNodeStateCounter({ dir: other }).keep("9 z");
  const name = (await readdir(dir)).find((file) => file.includes("counter")) ?? "";
  const told: unknown[] = [];
  for (const bytes of [await readFile(join(other, name)), new Uint8Array(), Buffer.from("1 a")]) {
    await writeFile(join(dir, name), bytes);
    const read = await createNodeStateCounter({ dir }).read();
    told.push(!read.ok && read.error.code);
  }

  expect(told).toEqual(Array(3).fill("journal/unreadable"));
});
