/** Which Electron counts as official: only a complete one for the machine, so that nothing else is ever packed. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { findOfficialElectron } from "../../build/electronRuntime.ts";
import type { Target } from "../../build/target.ts";
import { programFor } from "../support/nativeProgram.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

afterEach(() => vi.unstubAllEnvs());

const machines: readonly (readonly [Target, string])[] = [
  ["linux-x64", "electron"],
  ["linux-arm64", "electron"],
  ["win32-x64", "electron.exe"],
];

test.each(machines)("a folder with a whole Electron for %s is its official runtime", async (target, program) => {
  const dir = await folderWith([program, "version", "resources/default_app.asar"], target);

  const found = await findOfficialElectron(target);

  expect(found).toEqual({
    ok: true,
    value: { dir, executable: join(dir, program), version: "45.4.1", origin: "official" },
  });
});

test.each(["electron", "version", "resources/default_app.asar"])(
  "a folder without %s is refused instead of being passed over",
  async (lacking) => {
    const parts = ["electron", "version", "resources/default_app.asar"];
    await folderWith(
      parts.filter((part) => part !== lacking),
      "linux-x64",
    );

    expect(await findOfficialElectron("linux-x64")).toEqual(refused);
  },
);

test("an Electron for another machine is refused", async () => {
  await folderWith(["electron", "version", "resources/default_app.asar"], "linux-x64");

  expect(await findOfficialElectron("linux-arm64")).toEqual(refused);
});

const refused = {
  ok: false,
  error: { code: "build/override-not-electron", says: expect.stringContaining("ELECTRON_OVERRIDE_DIST_PATH") },
};

async function folderWith(files: readonly string[], target: Target): Promise<string> {
  const dir = await makeScratchDir();
  mkdirSync(join(dir, "resources"));
  for (const file of files)
    writeFileSync(join(dir, file), file.startsWith("electron") ? programFor(target) : "v45.4.1\n");
  vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", dir);
  return dir;
}
