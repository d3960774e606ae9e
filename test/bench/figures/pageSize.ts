/** What the page's program and its styles weigh as they would be sent compressed. Fonts and pictures are not counted: there are none. */

import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Figure } from "../figure.ts";

export const pageSize: Figure = {
  name: "page",
  title: "page JS + CSS, gzipped",
  floor: "",
  unit: "bytes",
  goal: 40_000,
  async measure(ground) {
    const pageDir = join(await ground.builtDir(), "renderer");
    const files = (await readdir(pageDir, { recursive: true })).filter((name) =>
      [".js", ".css"].includes(extname(name)),
    );
    if (files.length === 0) throw new Error("the built page has no program");
    const sizes = await Promise.all(files.map(async (name) => gzipSync(await readFile(join(pageDir, name))).length));
    return { ours: [sizes.reduce((sum, size) => sum + size, 0)], floors: null };
  },
};
