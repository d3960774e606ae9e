/**
 * `npm run package`: what an operator installs, made with the Electron that ships. With --dev-runtime a development
 * edition with the test runtime, where no other is to be had: to try the package, not to run it on a terminal.
 */

import { parseArgs } from "node:util";
import { ensureDebianPackages } from "./debianPackages.ts";
import { type ElectronRuntime, fetchOfficialElectron } from "./electronRuntime.ts";
import { chooseEdition } from "./packaging/edition.ts";
import { makePackages } from "./packaging/makePackages.ts";
import { releaseDir } from "./paths.ts";
import { hostTarget, isTarget, type Target, targets } from "./target.ts";
import { findTestElectron } from "./testElectron.ts";

const usage = `npm run package -- [--target ${targets.join("|")}] [--dev-runtime]`;

const { target, development } = readOptions();
const tools = await ensureDebianPackages(["package"]);
if (!tools.ok) stop(tools.error.says, 1);
const runtime = development ? await findDevelopmentRuntime() : await fetchOfficialElectron(target);
if (!runtime.ok) stop(runtime.error.says, 1);
const edition = await chooseEdition(runtime.value, { target, development });
if (!edition.ok) stop(edition.error.says, 1);
if (development) console.log("A DEVELOPMENT edition: it says so in its name, its version and on every screen.");
const { program, files } = await makePackages(edition.value, releaseDir);
console.log([program, ...files].join("\n"));

async function findDevelopmentRuntime() {
  const found = await findTestElectron({ mayFetch: true });
  if (!found.ok) return found;
  const runtime: ElectronRuntime = { ...found.value, origin: "test" };
  return { ok: true, value: runtime } as const;
}

function readOptions(): { readonly target: Target; readonly development: boolean } {
  try {
    const { values } = parseArgs({
      options: { target: { type: "string", default: hostTarget }, "dev-runtime": { type: "boolean", default: false } },
    });
    if (isTarget(values.target)) return { target: values.target, development: values["dev-runtime"] };
    return stop(`There is no package for ${values.target}.\n${usage}`, 2);
  } catch (reason) {
    return stop(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`, 2);
  }
}

function stop(says: string, code: number): never {
  console.error(says);
  process.exit(code);
}
