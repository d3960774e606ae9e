// A folder that cannot be worked in is told by what the system says, and not as one that another program works in.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderFault } from "../../electron/stateFolder.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

test("a folder that is there, and one that can be made, are worked in", async () => {
  const dir = await makeScratchDir();

  expect([folderFault(dir), folderFault(join(dir, "state", "shell")), existsSync(join(dir, "state", "shell"))]).toEqual(
    [...[null, null], true],
  );
});

test("a file in its place is none", async () => {
  const file = join(await makeScratchDir(), "state");
  writeFileSync(file, "");

  expect([folderFault(file), folderFault(join(file, "shell"))]).toEqual(["EEXIST", "ENOTDIR"]);
});

test.runIf(process.getuid?.() === 0)("one that root left behind is not this user's", async () => {
  const dir = await makeScratchDir();
  chmodSync(dir, 0o755);
  const shell = join(dir, "shell");
  mkdirSync(shell, { mode: 0o700 });
  const asked = `import { folderFault } from "./electron/stateFolder.ts"; console.log(folderFault(${JSON.stringify(shell)}))`;

  const told = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", `process.setgid(65534); process.setuid(65534); ${asked}`],
    { encoding: "utf8" },
  );

  expect([told.stdout.trim(), told.stderr]).toEqual(["EACCES", ""]);
});
