/** What is packed for terminals has the runtime that the project pins, and no other. */

import { expect, test } from "vitest";
import { readPinnedElectronVersion } from "../../build/electronRuntime.ts";
import { packageApp } from "../../build/packaging.ts";

const refused = { ok: false, error: { code: "build/runtime-not-shippable", says: expect.any(String) } };

test("the test runtime is never packed, even if it had the pinned version", async () => {
  const version = await readPinnedElectronVersion();
  const packed = await packageApp({ dir: "/runtime", executable: "/runtime/electron", version, origin: "test" });
  expect(packed).toEqual(refused);
});

test("an official Electron of another version is not packed", async () => {
  const runtime = { dir: "/runtime", executable: "/runtime/electron", version: "33.2.1", origin: "official" } as const;
  expect(await packageApp(runtime)).toEqual(refused);
});

test("without an official Electron nothing is packed", async () => {
  expect(await packageApp(undefined)).toEqual(refused);
});
