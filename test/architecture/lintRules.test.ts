/** The project's own lint rules are really read. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { copySources } from "./sourceCopy.ts";

test("a spread literal that is planted is refused, and a spread of a value is not", async () => {
  const refused = await lintPlanted({
    "planted.ts": "export const planted = { a: 1, ...{ b: 2 } };\n",
    "allowed.ts": "const some = { b: 2 };\nexport const allowed = { a: 1, ...some };\n",
  });

  expect(refused).toEqual(["planted.ts"]);
});

test("a decision on words that are planted is refused, and one on a code is not", async () => {
  const refused = await lintPlanted({
    "head.ts": 'export const isBusy = (reason: string) => reason.startsWith("in use");\n',
    "shape.ts": "export const isBusy = (error: Error) => /in use/.test(error.message);\n",
    "code.ts": 'export const isBusy = (code: string, words: string) => code === "busy" && words.includes(code);\n',
  });

  expect(refused).toEqual(["head.ts", "shape.ts"]);
});

/** The names of those files in which one of the rules finds a fault. */
function lintPlanted(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const copy = copySources([
    "biome.json",
    "build/noSpreadLiteral.grit",
    "build/noDecisionOnText.grit",
    "device/base",
    ".gitignore",
  ]);
  for (const [name, source] of Object.entries(files)) copy.plant(`device/base/${name}`, source);
  const program = join(projectDir, "node_modules/.bin/biome");
  const args = ["lint", "--vcs-enabled=false", "--colors=off", "device/base"];
  return new Promise((resolve) => {
    execFile(program, args, { cwd: copy.dir }, (_failure, stdout, stderr) => {
      const told = `${stdout}${stderr}`.matchAll(/^device\/base\/(\S+):\d+:\d+ plugin/gm);
      resolve([...told].map((match) => match[1] ?? "").sort());
    });
  });
}
