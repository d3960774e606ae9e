/** Which program this is. Its package.json says so: the project's beside the sources, the app's own beside what was built. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";

const manifest = z.object({ name: z.string(), version: z.string() });
export type Program = z.infer<typeof manifest>;

/** Of the nearest package.json at or above the folder. A program without one was put together wrongly: throws. */
export function readProgram(folder: string): Program {
  const path = join(folder, "package.json");
  if (existsSync(path)) return manifest.parse(JSON.parse(readFileSync(path, "utf8")));
  if (dirname(folder) === folder) throw new Error("no package.json above the program");
  return readProgram(dirname(folder));
}
