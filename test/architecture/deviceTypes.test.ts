/** The compiler itself keeps page, Node and shell out of device/: its own tsconfig knows none of their globals. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { copySources } from "./sourceCopy.ts";

test("a global of the page or of Node planted in device/ does not compile, and one of every platform does", async () => {
  const copy = copySources(["tsconfig.json", "device/tsconfig.json", "device/base"]);
  copy.plant("device/base/planted.ts", "export const planted = [document, process, Buffer, require, structuredClone];");

  const refused = await compile(copy.dir);

  expect(refused).toEqual(["Buffer", "document", "process", "require"]);
});

function compile(dir: string): Promise<readonly string[]> {
  const program = join(projectDir, "node_modules/.bin/tsc");
  return new Promise((resolve) => {
    execFile(program, ["-p", "device/tsconfig.json"], { cwd: dir }, (_failure, stdout) => {
      resolve([...stdout.matchAll(/Cannot find name '(\w+)'/g)].map((match) => match[1] ?? "").sort());
    });
  });
}
