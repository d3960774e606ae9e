/** Copies an installed module and what it depends on, without the native builds of other platforms. */

import { existsSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Copies `name` and its dependencies between two node_modules folders. Throws when one is not installed. */
export async function copyModule(
  name: string,
  folders: { readonly from: string; readonly into: string },
): Promise<void> {
  const hoisted = new Set([name]);
  // A Set hands out what is added while it is walked.
  for (const module of hoisted) {
    for (const dependency of await dependenciesOf(join(folders.from, module), folders.from)) hoisted.add(dependency);
    await cp(join(folders.from, module), join(folders.into, module), { recursive: true, filter: belongsHere });
  }
}

/** Its dependencies that lie in the top folder; those that lie inside the module are copied with it. */
async function dependenciesOf(moduleDir: string, top: string): Promise<readonly string[]> {
  const manifest: { dependencies?: Record<string, string> } = JSON.parse(
    await readFile(join(moduleDir, "package.json"), "utf8"),
  );
  const found: string[] = [];
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const inner = join(moduleDir, "node_modules", name);
    if (existsSync(inner)) found.push(...(await dependenciesOf(inner, top)));
    else found.push(name);
  }
  return found;
}

function belongsHere(path: string): boolean {
  const isPrebuild = basename(dirname(path)) === "prebuilds";
  return !isPrebuild || basename(path) === `${process.platform}-${process.arch}`;
}
