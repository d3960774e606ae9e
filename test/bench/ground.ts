/** What several figures stand on, made when the first of them asks and removed at the end: a built app, a stage. */

import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "../../build/bundle.ts";
import type { ElectronRuntime } from "../../build/electronRuntime.ts";
import { openStage, type Stage } from "./stage.ts";

export type Ground = {
  /** The app as it ships, built for this run alone. */
  builtDir(): Promise<string>;
  stage(): Promise<Stage>;
  /** An empty folder on the disk that everything else is on. */
  scratchDir(name: string): Promise<string>;
  close(): Promise<void>;
};

export async function openGround(runtime: ElectronRuntime | null): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), "jiebang-bench-"));
  // The kiosk's user must get through.
  await chmod(dir, 0o755);
  const builtDir = once(async () => (await buildApp({ into: join(dir, "built") })).appDir);
  const stages: Stage[] = [];
  const stage = once(async () => {
    if (!runtime) throw new Error("no Electron runtime");
    const opened = await openStage({ dir: join(dir, "stage"), builtDir: await builtDir(), runtime });
    stages.push(opened);
    return opened;
  });
  return {
    builtDir,
    stage,
    async scratchDir(name) {
      const made = join(dir, name);
      await mkdir(made, { mode: 0o700 });
      return made;
    },
    async close() {
      for (const opened of stages) await opened.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
