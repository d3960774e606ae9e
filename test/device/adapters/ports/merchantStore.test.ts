import { link, mkdir, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeMerchantStore } from "../../../../device/adapters/node/nodeMerchantStore.ts";
import { describeMerchantStore } from "../../../support/describeMerchantStore.ts";
import { createMemoryMerchantStore, type MemoryMerchantData } from "../../../support/memoryMerchantStore.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

describeMerchantStore("the store in files", async () => {
  const dir = join(await makeScratchDir(), "state");
  return { start: async () => createNodeMerchantStore({ dir }) };
});

describeMerchantStore("the store in memory", async () => {
  const kept: MemoryMerchantData = { bindings: [] };
  return { start: async () => createMemoryMerchantStore(kept) };
});

test("erasing overwrites the file's own bytes, and those that a power cut left beside it, before they are let go", async () => {
  const dir = await makeScratchDir();
  const store = createNodeMerchantStore({ dir });
  await store.writeBindings(["merchant.a.b"]);
  await writeFile(join(dir, "bindings.jws.new"), "merchant.c.d");
  // Other names of the same files show what happened to their bytes.
  await link(join(dir, "bindings.jws"), join(dir, "whole"));
  await link(join(dir, "bindings.jws.new"), join(dir, "torn"));

  const erased = await store.eraseBindings();

  const left = await Promise.all(["whole", "torn"].map((name) => readFile(join(dir, name), "latin1")));
  expect({ erased, names: await readdir(dir), left }).toEqual({
    erased: { ok: true },
    names: ["torn", "whole"],
    left: ["\0".repeat(12), "\0".repeat(12)],
  });
});

test("the binding is private", async () => {
  const dir = join(await makeScratchDir(), "state");
  await createNodeMerchantStore({ dir }).writeBindings(["a.b.c"]);

  const modes = await Promise.all(
    [dir, join(dir, "bindings.jws")].map(async (path) => (await stat(path)).mode & 0o777),
  );

  expect(modes).toEqual([0o700, 0o600]);
});

test("a binding that is too long, not text, or in no readable place is told apart", async () => {
  const dir = await makeScratchDir();
  const read = async (name: string) => createNodeMerchantStore({ dir: join(dir, name) }).readBindings();
  for (const name of ["long", "bytes", "directory"]) await mkdir(join(dir, name));
  await writeFile(join(dir, "long", "bindings.jws"), "");
  await truncate(join(dir, "long", "bindings.jws"), 10_000_000);
  await writeFile(join(dir, "bytes", "bindings.jws"), Uint8Array.of(0xff, 0xfe));
  await mkdir(join(dir, "directory", "bindings.jws"));
  await writeFile(join(dir, "file"), "");

  const reasons = await Promise.all(
    ["long", "bytes", "directory", "file"].map(async (name) => {
      const binding = await read(name);
      return binding.ok ? "read" : binding.error.reason;
    }),
  );
  const written = await createNodeMerchantStore({ dir: join(dir, "file") }).writeBindings(["a.b.c"]);

  expect({ reasons, written }).toEqual({
    reasons: ["longer than 262144 bytes", "damaged", "not a plain file", "ENOTDIR"],
    written: { ok: false, error: { code: "store/unusable", reason: "EEXIST" } },
  });
});
