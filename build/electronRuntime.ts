/**
 * Finds an Electron to run on: the official one where it is or can be downloaded, else the test runtime.
 * Knows nothing about the app. Only the official one, in the pinned version, may be packaged.
 */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "../device/base/result.ts";
import type { BuildFailure } from "./failure.ts";
import { cacheDir, projectDir } from "./paths.ts";
import { hostTarget, platformOf, readTarget } from "./target.ts";
import { findTestElectron } from "./testElectron.ts";

export type ElectronRuntime = {
  readonly dir: string;
  readonly executable: string;
  readonly version: string;
  readonly origin: "official" | "test";
};

const npmPackageDir = join(projectDir, "node_modules/electron");
const reachWithinMs = 3_000;
const downloadWithinMs = 300_000;

/** Finds or fetches a runtime and says in one line which. Fails when the platform has neither. */
export async function findElectronRuntime(): Promise<Result<ElectronRuntime, BuildFailure>> {
  const found = await chooseRuntime();
  if (found.ok) console.log(describeRuntime(found.value));
  return found;
}

/** A cached test runtime comes before a download, so that a closed network is asked once and not at every start. */
async function chooseRuntime(): Promise<Result<ElectronRuntime, BuildFailure>> {
  const present = await findOfficialElectron();
  if (!present.ok) return present;
  if (present.value !== undefined) return ok(present.value);
  const cached = await findTestElectron({ mayFetch: false });
  if (cached.ok) return ok({ ...cached.value, origin: "test" });
  const official = await fetchOfficialElectron();
  if (!official.ok) return official;
  if (official.value !== undefined) return ok(official.value);
  const fetched = await findTestElectron({ mayFetch: true });
  return fetched.ok ? ok({ ...fetched.value, origin: "test" }) : fetched;
}

/** The official runtime for this machine, or for `target`, if it is here; fails only when an override points to something else. */
export async function findOfficialElectron(
  target: string = hostTarget,
): Promise<Result<ElectronRuntime | undefined, BuildFailure>> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== "") {
    const runtime = await readOfficial(override, target);
    if (runtime !== undefined) return ok(runtime);
    return err({
      code: "build/override-not-electron",
      says: `ELECTRON_OVERRIDE_DIST_PATH is ${override}, which must hold an official Electron for ${target}: ${programOf(target)}, version, resources/default_app.asar.`,
    });
  }
  return ok(await readOfficial(join(await findNpmPackage(target), "dist"), target));
}

/** The official runtime, downloaded by its own install script if it is not here; undefined when that does not work. */
export async function fetchOfficialElectron(
  target: string = hostTarget,
): Promise<Result<ElectronRuntime | undefined, BuildFailure>> {
  const present = await findOfficialElectron(target);
  if (!present.ok || present.value !== undefined) return present;
  const version = await readPinnedElectronVersion();
  // Asked first, so that a closed network costs seconds and no error text.
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  if (mirror !== undefined || (await answers("https://github.com/electron/electron/releases"))) {
    console.log(`Downloading Electron ${version} for ${target} ...`);
    await runInstallScript(target);
  }
  const fetched = await findOfficialElectron(target);
  if (fetched.ok && fetched.value === undefined)
    console.log(`The official Electron ${version} for ${target} is not here and could not be downloaded.`);
  return fetched;
}

/** Where the install script puts a runtime: beside itself. For another machine it is a copy of it that does. */
async function findNpmPackage(target: string): Promise<string> {
  if (target === hostTarget) return npmPackageDir;
  const copy = join(cacheDir, "electron", `${await readPinnedElectronVersion()}-${target}`);
  if (!existsSync(copy))
    await cp(npmPackageDir, copy, { recursive: true, filter: (path) => path !== join(npmPackageDir, "dist") });
  return copy;
}

function programOf(target: string): string {
  return platformOf(target) === "win32" ? "electron.exe" : "electron";
}

/** The version that package.json pins and that ships. */
export async function readPinnedElectronVersion(): Promise<string> {
  const parsed: unknown = JSON.parse(await readFile(join(npmPackageDir, "package.json"), "utf8"));
  if (typeof parsed === "object" && parsed !== null && "version" in parsed && typeof parsed.version === "string")
    return parsed.version;
  throw new Error("node_modules/electron/package.json has no version");
}

function describeRuntime(runtime: ElectronRuntime): string {
  return runtime.origin === "official"
    ? `Runtime: official Electron ${runtime.version} (${runtime.dir})`
    : `Runtime: Electron ${runtime.version} out of a test package, for development and tests only, never shipped`;
}

async function readOfficial(dir: string, target: string): Promise<ElectronRuntime | undefined> {
  const version = (await readText(join(dir, "version")))?.replace(/^v/, "");
  const executable = join(dir, programOf(target));
  // The test runtime has neither a version file nor the default app, so it is never taken for an official one.
  const isComplete = (await readTarget(executable)) === target && existsSync(join(dir, "resources/default_app.asar"));
  if (version === undefined || !isComplete) return undefined;
  return { dir, executable, version, origin: "official" };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(reachWithinMs) });
    return response.ok;
  } catch {
    return false;
  }
}

async function runInstallScript(target: string): Promise<void> {
  const script = join(await findNpmPackage(target), "install.js");
  const [platform, arch] = target.split("-");
  const env = { ...process.env, ELECTRON_INSTALL_PLATFORM: platform, ELECTRON_INSTALL_ARCH: arch };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: "ignore", timeout: downloadWithinMs, env });
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch {
    return undefined;
  }
}
