/** A throw-away copy of some sources in which a test may plant a forbidden line, away from everybody else's tools. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { projectDir } from "../../build/paths.ts";

export type SourceCopy = {
  readonly dir: string;
  readonly plant: (path: string, source: string) => void;
};

/** Copies these paths of the project, with its node_modules as a link; gone when the test ends. */
export function copySources(paths: readonly string[]): SourceCopy {
  const dir = mkdtempSync(join(tmpdir(), "jiebang-sources-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const path of paths) cpSync(join(projectDir, path), join(dir, path), { recursive: true });
  symlinkSync(join(projectDir, "node_modules"), join(dir, "node_modules"));
  const plant = (path: string, source: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), source);
  };
  return { dir, plant };
}
