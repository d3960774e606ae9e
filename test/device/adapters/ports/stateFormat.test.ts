import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createStateFormat } from "../../../../device/adapters/common/stateFormat.ts";
import { createNodeStateFiles } from "../../../../device/adapters/node/stateFiles.ts";
import type { StateFormat } from "../../../../device/ports/stateFormat.ts";
import { createMemoryStateFormat, type MemoryFormatStore } from "../../../support/memoryStateFormat.ts";
import { createMishaps } from "../../../support/mishaps.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

/** What every StateFormat must do; `start` is a restart on the same storage. */
function describeStateFormat(name: string, prepare: () => Promise<() => StateFormat>): void {
  describe(`${name} as a StateFormat`, () => {
    test("nothing is said before anybody has, and the last word after a restart", async () => {
      const start = await prepare();
      const before = await start().read();
      await start().write({ format: 1, newestProgram: "0.1.0" });
      await start().write({ format: 2, newestProgram: "1.22.333" });

      expect([before, await start().read()]).toEqual([
        { ok: true, value: null },
        { ok: true, value: { format: 2, newestProgram: "1.22.333" } },
      ]);
    });
  });
}

const onDisk = (dir: string) => createStateFormat({ files: createNodeStateFiles(dir) });

describeStateFormat("the word in a file", async () => {
  const dir = await makeScratchDir();
  return () => onDisk(dir);
});
describeStateFormat("the word in memory", async () => {
  const store: MemoryFormatStore = { written: null };
  return () => createMemoryStateFormat(store, createMishaps());
});

test.each([
  ["no JSON", "2"],
  ["no format", '{"newestProgram":"0.1.0"}'],
  ["a format that is none", '{"format":0,"newestProgram":"0.1.0"}'],
  ["a version that is none", '{"format":2,"newestProgram":"newest"}'],
])("a file with %s is damaged, and not taken for none", async (_, text) => {
  const dir = await makeScratchDir();
  await writeFile(join(dir, "state-format.json"), text);

  expect(await onDisk(dir).read()).toEqual({
    ok: false,
    error: { code: "state/format-unreadable", reason: "damaged" },
  });
});

test("what lies in its place and is no file is told by what it is", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "state-format.json"));

  expect(await onDisk(dir).read()).toMatchObject({ ok: false, error: { code: "state/format-unreadable" } });
});

test("a word that cannot be written is told as that, and not as one that cannot be read", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "state-format.json"));

  expect(await onDisk(dir).write({ format: 2, newestProgram: "0.1.0" })).toEqual({
    ok: false,
    error: { code: "state/format-not-written", reason: "EISDIR" },
  });
});
