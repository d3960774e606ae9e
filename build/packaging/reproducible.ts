/** Makes a tree of files the same bytes whoever builds it and when: one time for all, and modes that no umask shaped. */

import { execFile } from "node:child_process";
import { chmod, lutimes, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectDir } from "../paths.ts";

const run = promisify(execFile);

/**
 * The time of everything that is packed, in seconds since 1970: SOURCE_DATE_EPOCH where it is set, as
 * reproducible-builds.org defines it, else the time of the commit that is built.
 */
export async function readSourceDate(env: NodeJS.ProcessEnv = process.env): Promise<number> {
  if (/^\d{1,12}$/.test(env.SOURCE_DATE_EPOCH ?? "")) return Number(env.SOURCE_DATE_EPOCH);
  // Outside a checkout there is no commit; a fixed time is as good as any, and the same for everybody.
  const { stdout } = await run("git", ["log", "-1", "--format=%ct"], { cwd: projectDir }).catch(() => ({ stdout: "" }));
  return Number(stdout.trim()) || Date.UTC(2026, 0, 1) / 1_000;
}

/** Gives everything in and under `dir` this time, folders and programs 0755, all other files 0644. */
export async function settleTree(dir: string, sourceDate: number): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await isProgram(path)) ? 0o755 : 0o644);
  }
  await chmod(dir, 0o755);
  await setTimes(dir, sourceDate);
}

/** Last of all: whatever else is changed in a folder gives it the time of now. */
async function setTimes(dir: string, sourceDate: number): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true }))
    await lutimes(join(entry.parentPath, entry.name), sourceDate, sourceDate);
  await lutimes(dir, sourceDate, sourceDate);
}

/** A library is read, not run, whatever mode its makers gave it. */
async function isProgram(path: string): Promise<boolean> {
  if (/\.so(\.\d+)*$/.test(path)) return false;
  return ((await stat(path)).mode & 0o100) !== 0;
}
