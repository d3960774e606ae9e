/**
 * `npm run electronegativity`: electronegativity over the shell's sources, compared with what was reviewed. It always exits with
 * 0, so its list is what counts. It is fetched when it is asked for: its 405 packages, an eslint of 2021 among them, are no
 * part of what this project is built with.
 */

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { projectDir } from "./paths.ts";

const tool = "@doyensec/electronegativity@1.10.3";
const sources = join(projectDir, "electron");

/** What it finds, where, and why that is as it should be. */
const reviewed: Readonly<Record<string, string>> = {
  CSP_GLOBAL_CHECK:
    "the policy comes as a header (electron/appProtocol.ts), which it does not see; csp_evaluator judges it",
  "AUXCLICK_JS_CHECK electron/kioskWindow.ts":
    "no click opens a window or leaves the page: electron/lockdown.ts, tried in the e2e tests",
  "PRELOAD_JS_CHECK electron/kioskWindow.ts": "sandboxed, and it hands on named functions only (electron/preload.ts)",
  "PROTOCOL_HANDLER_JS_CHECK electron/main.ts": "answers with files that were read at the start, and with nothing else",
};

const dir = await mkdtemp(join(tmpdir(), "jiebang-electronegativity-"));
const list = join(dir, "found.csv");
const { devDependencies } = JSON.parse(await readFile(join(projectDir, "package.json"), "utf8"));
const asked = ["-i", sources, "-e", devDependencies.electron, "-o", list];
await promisify(execFile)("npm", ["exec", "--yes", `--package=${tool}`, "--", "electronegativity", ...asked]);
const found = new Set(findingsIn(await readFile(list, "utf8")));
await rm(dir, { recursive: true });

const isNew = [...found].filter((finding) => !(finding in reviewed));
const isGone = Object.keys(reviewed).filter((finding) => !found.has(finding));
for (const finding of isNew) console.log(`not reviewed: ${finding}`);
for (const finding of isGone) console.log(`reviewed, and not found any more: ${finding}`);
console.log(`${found.size} found, ${isNew.length} of them not reviewed`);
process.exitCode = isNew.length + isGone.length === 0 ? 0 : 1;

/** The check by the page that each line ends with, and the file where it names one. A list without its head is none: throws. */
function findingsIn(csv: string): readonly string[] {
  const [head, ...lines] = csv.trim().split("\n");
  if (!head?.startsWith("issue, severity")) throw new Error("electronegativity made no list");
  return lines.map((line) => {
    const check = /\/wiki\/([A-Z_]+)$/.exec(line)?.[1] ?? line;
    const file = /"(\/[^"]+)"/.exec(line)?.[1];
    return file === undefined ? check : `${check} ${relative(projectDir, file)}`;
  });
}
