/** The lint rule against spread literals is really read. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { copySources } from "./sourceCopy.ts";

test("a spread literal that is planted is refused, and a spread of a value is not", async () => {
  const copy = copySources(["biome.json", "build/noSpreadLiteral.grit", "device/base", ".gitignore"]);
  copy.plant("device/base/planted.ts", "export const planted = { a: 1, ...{ b: 2 } };\n");
  copy.plant("device/base/allowed.ts", "const some = { b: 2 };\nexport const allowed = { a: 1, ...some };\n");

  const refused = await lint(copy.dir);

  expect(refused).toEqual(["device/base/planted.ts"]);
});

function lint(dir: string): Promise<readonly string[]> {
  const program = join(projectDir, "node_modules/.bin/biome");
  const args = ["lint", "--vcs-enabled=false", "--colors=off", "device/base"];
  return new Promise((resolve) => {
    execFile(program, args, { cwd: dir }, (_failure, stdout, stderr) => {
      resolve([...`${stdout}${stderr}`.matchAll(/^(\S+):\d+:\d+ plugin/gm)].map((match) => match[1] ?? ""));
    });
  });
}
