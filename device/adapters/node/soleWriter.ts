/**
 * One writer at a time in a directory, over processes. Each puts down a file that names it, then looks around: of
 * two, the later one must see the earlier. A process that was killed leaves its file, and its name says that it is
 * dead: process id, start time and boot id together never come again. Two containers with process ids of their own
 * on one directory are not told apart.
 */

import { constants } from "node:fs";
import { readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "../../base/result.ts";
import { openStateFile, reasonOf } from "./stateFiles.ts";

/** A living process has the place; it may be this one. */
export type PlaceInUse = { readonly code: "in-use"; readonly pid: number };

/** Resolves to the function that gives the place back. What the system says against it throws, as in `attempt`. */
export async function becomeSoleWriter(dir: string, name: string): Promise<Result<() => Promise<void>, PlaceInUse>> {
  const prefix = `${name}.writer-`;
  const own = prefix + (await lifeOf(process.pid));
  const giveBack = () => unlink(join(dir, own)).catch(() => undefined);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const file = await openStateFile(join(dir, own), flags).catch((error) => {
    if (reasonOf(error) === "EEXIST") return null;
    throw error;
  });
  if (file === null) return err({ code: "in-use", pid: process.pid });
  await file.close();
  for (const other of await readdir(dir)) {
    if (!other.startsWith(prefix) || other === own) continue;
    const life = other.slice(prefix.length);
    const pid = Number.parseInt(life, 10);
    if ((await lifeOf(pid)) === life) {
      await giveBack();
      return err({ code: "in-use", pid });
    }
    await unlink(join(dir, other)).catch(() => undefined);
  }
  return ok(giveBack);
}

/** "pid-start-boot" of a living process; without a start where the system has no /proc; "" when there is none. */
async function lifeOf(pid: number): Promise<string> {
  if (process.platform !== "linux") return isThere(pid) ? `${pid}` : "";
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // proc(5): field 2 is the program's name in brackets and may hold anything; 3 is the state, 22 the start.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, start] = [fields[0], fields[19]];
  if (start === undefined || state === "Z" || state === "X") return "";
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "latin1").catch(() => "unknown");
  return `${pid}-${start}-${boot.slice(0, 8)}`;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
