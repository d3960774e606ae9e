/** The memory of a process and all that it started, as Linux accounts for it. */

import { readdir, readFile } from "node:fs/promises";

/**
 * Proportional set size in bytes: a page that several processes share counts once, divided among them.
 * Throws when one of the processes cannot be read, because a sum without it would flatter.
 */
export async function pssOfTree(rootPid: number): Promise<number> {
  const sizes = await Promise.all((await treeOf(rootPid)).map(pssOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function treeOf(rootPid: number): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const)));
  const isOurs = (pid: number): boolean => {
    if (pid === rootPid) return true;
    const parent = parents.get(pid) ?? 0;
    return parent > 1 && isOurs(parent);
  };
  return pids.filter(isOurs);
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // proc(5): field 2 is the program's name in brackets and may hold anything; field 4 is the parent.
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "latin1");
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup tells no Pss`);
  return Number(kilobytes) * 1024;
}
