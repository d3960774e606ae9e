import { mkdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeProfileStore } from "../../../../device/adapters/node/nodeProfileStore.ts";
import { describeProfileStore } from "../../../support/describeProfileStore.ts";
import { createMemoryProfileStore, type MemoryProfiles } from "../../../support/memoryProfileStore.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

describeProfileStore("the store in files", async () => {
  const dir = join(await makeScratchDir(), "state");
  return { start: async () => createNodeProfileStore({ dir }) };
});

describeProfileStore("the store in memory", async () => {
  const kept: MemoryProfiles = { profiles: [] };
  return { start: async () => createMemoryProfileStore(kept) };
});

test("the file is private", async () => {
  const dir = join(await makeScratchDir(), "state");
  await createNodeProfileStore({ dir }).writeProfiles(["a.b.c"]);

  expect((await stat(join(dir, "profiles.jws"))).mode & 0o777).toBe(0o600);
});

test("a file that is too long, not text, or in no readable place is told apart", async () => {
  const dir = await makeScratchDir();
  const storeIn = (name: string) => createNodeProfileStore({ dir: join(dir, name) });
  for (const name of ["long", "bytes", "directory"]) await mkdir(join(dir, name));
  await writeFile(join(dir, "long", "profiles.jws"), "");
  await truncate(join(dir, "long", "profiles.jws"), 10_000_000);
  await writeFile(join(dir, "bytes", "profiles.jws"), Uint8Array.of(0xff, 0xfe));
  await mkdir(join(dir, "directory", "profiles.jws"));

  const read = await Promise.all(["long", "bytes", "directory"].map((name) => storeIn(name).readProfiles()));
  const written = await storeIn("none").writeProfiles(["a".repeat(600_000)]);

  expect([...read, written].map((result) => (result.ok ? "taken" : result.error.reason))).toEqual([
    "longer than 524304 bytes",
    "damaged",
    "not a plain file",
    "longer than 524304 bytes",
  ]);
});
