/** An empty private directory for one test, gone when the test has ended. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export async function makeScratchDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "jiebang-test-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
