/** Runs once before the package tests: a development package of what stands here, and the programs that try it. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type DebianJob, ensureDebianPackages } from "./debianPackages.ts";
import type { ElectronRuntime } from "./electronRuntime.ts";
import { chooseEdition, type Edition } from "./packaging/edition.ts";
import { makePackages, type Packages } from "./packaging/makePackages.ts";
import { cacheDir } from "./paths.ts";
import { findTestElectron } from "./testElectron.ts";

declare module "vitest" {
  export interface ProvidedContext {
    madePackages: Packages & { readonly dir: string; readonly edition: Edition };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (process.getuid?.() !== 0)
    console.log("NOT RUN: the package is not installed on a terminal that boots, because only root can start one.");
  return providePackages(project, ["electron", "display", "terminal", "package", "checker", "repository", "machine"]);
}

/** Makes the package and says where it lies; the answer throws it away. */
export async function providePackages(project: TestProject, jobs: readonly DebianJob[]): Promise<() => Promise<void>> {
  const tools = await ensureDebianPackages(jobs);
  if (!tools.ok) throw new Error(tools.error.says);
  const found = await findTestElectron({ mayFetch: true });
  if (!found.ok) throw new Error(found.error.says);
  const runtime: ElectronRuntime = { ...found.value, origin: "test" };
  const edition = await chooseEdition(runtime, { target: "linux-x64", development: true });
  if (!edition.ok) throw new Error(edition.error.says);
  const dir = join(cacheDir, `${project.name}-test`);
  await rm(dir, { recursive: true, force: true });
  project.provide("madePackages", { ...(await makePackages(edition.value, dir)), dir, edition: edition.value });
  return () => rm(dir, { recursive: true, force: true });
}
