/** Which Electron counts as official: only a complete one, so that nothing else is ever packed. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { findOfficialElectron } from "../../build/electronRuntime.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

afterEach(() => vi.unstubAllEnvs());

test("a folder with a whole Electron in it is the official runtime, in the version it says", async () => {
  const dir = await folderWith(["electron", "version", "resources/default_app.asar"]);

  const found = await findOfficialElectron();

  expect(found).toEqual({
    ok: true,
    value: { dir, executable: join(dir, "electron"), version: "45.4.1", origin: "official" },
  });
});

test.each(["electron", "version", "resources/default_app.asar"])(
  "a folder without %s is refused instead of being passed over",
  async (lacking) => {
    const parts = ["electron", "version", "resources/default_app.asar"];
    await folderWith(parts.filter((part) => part !== lacking));

    const found = await findOfficialElectron();

    expect(found).toEqual({
      ok: false,
      error: { code: "build/override-not-electron", says: expect.stringContaining("ELECTRON_OVERRIDE_DIST_PATH") },
    });
  },
);

async function folderWith(files: readonly string[]): Promise<string> {
  const dir = await makeScratchDir();
  mkdirSync(join(dir, "resources"));
  for (const file of files) writeFileSync(join(dir, file), "v45.4.1\n");
  vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", dir);
  return dir;
}
