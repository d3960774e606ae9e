/** The version that is signed is the one that was packed: it stands in package.json and nowhere else. */

import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../../build/paths.ts";
import { readProgram } from "../../../device/shell/program.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";

test("a program is what the package.json nearest above its files says", async () => {
  const dir = await makeScratchDir();
  const inner = join(dir, "app", "main");
  await mkdir(inner, { recursive: true });
  await writeFile(join(dir, "package.json"), '{ "name": "outer", "version": "1.0.0" }');
  await writeFile(
    join(dir, "app", "package.json"),
    '{ "name": "jiebang", "version": "9.8.7-development", "type": "module" }',
  );

  expect([readProgram(inner), readProgram(dir)]).toEqual([
    { name: "jiebang", version: "9.8.7-development" },
    { name: "outer", version: "1.0.0" },
  ]);
});

test("no source repeats the version", () => {
  const { version } = readProgram(projectDir);
  const sources = ["device", "electron", "renderer", "build"].flatMap((room) =>
    readdirSync(join(projectDir, room), { recursive: true, encoding: "utf8" }).map((path) => join(room, path)),
  );
  const files = sources.filter((path) => /[.](tsx?|html|js|mjs|json)$/.test(path));

  const repeating = files.filter((path) => readFileSync(join(projectDir, path), "utf8").includes(version));

  expect({ repeating, looked: files.length > 250 }).toEqual({ repeating: [], looked: true });
});
