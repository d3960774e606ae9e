/** The device files that a pattern names: `*` and `?` in any part of the path, each device once. */

import { readdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";

export const maxPorts = 256;

/** In the order of their names, numbers by their value. A path without a pattern is taken as it is, also where nothing is there. */
export async function findPorts(patterns: readonly string[]): Promise<readonly string[]> {
  const found = (await Promise.all(patterns.map(expand))).flat();
  const byName = [...new Set(found)].sort(new Intl.Collator("en", { numeric: true }).compare);
  const devices = new Map<string, string>();
  for (const path of byName) {
    const device = await realpath(path).catch(() => path);
    if (!devices.has(device)) devices.set(device, path);
  }
  return [...devices.values()];
}

async function expand(pattern: string): Promise<readonly string[]> {
  if (!isPattern(pattern)) return [pattern];
  const parent = dirname(pattern);
  const folders = isPattern(parent) ? await expand(parent) : [parent];
  const name = patternOf(pattern.slice(parent === "/" ? 1 : parent.length + 1));
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder).catch(() => []);
      return names.filter((each) => name.test(each)).map((each) => join(folder, each));
    }),
  );
  return found.flat();
}

const isPattern = (path: string) => /[*?]/.test(path);

function patternOf(name: string): RegExp {
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`);
}
