/**
 * Runs once before the tests that install the package without a service manager, in `npm test`: the same package as for
 * the others, or the reason why it cannot be installed anywhere here, said aloud.
 */

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { providePackages } from "./packageSetup.ts";
import { canSandboxPages, nobody } from "./unprivileged.ts";

const run = promisify(execFile);

declare module "vitest" {
  export interface ProvidedContext {
    /** Null where the package can be installed. */
    notInstallable: string | null;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const reason = await whyNotInstallable();
  project.provide("notInstallable", reason);
  if (reason === null) return providePackages(project, ["electron", "display", "terminal", "installed"]);
  console.log(`NOT RUN: no package is made, installed, started, updated and purged here, because ${reason}.`);
  return async () => {};
}

/** What is installed must leave nothing on this machine: it goes into a layer over it, which takes root and mounting. */
async function whyNotInstallable(): Promise<string | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return "the test runtime is one for linux-x64";
  if (process.getuid?.() !== 0) return "only root can install one";
  if (!(await runsWell("dpkg", ["--version"]))) return "dpkg is not there";
  if (!(await canLayer())) return "this host lets nobody mount a layer over its files";
  if (!(await canSandboxPages(nobody))) return "this host forbids user namespaces, which the page's sandbox is made of";
  return null;
}

async function canLayer(): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), "jiebang-layer-"));
  const script = `mount -t tmpfs tmpfs "$1" && mkdir "$1/upper" "$1/work" "$1/root" &&
    mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root" &&
    mount -t proc proc "$1/root/proc" && chroot "$1/root" true`;
  const words = ["--mount", "--pid", "--fork", "--propagation", "private", "sh", "-c", script, "sh", dir];
  const can = await runsWell("unshare", words);
  await rm(dir, { recursive: true, force: true });
  return can;
}

function runsWell(program: string, words: readonly string[]): Promise<boolean> {
  return run(program, [...words]).then(
    () => true,
    () => false,
  );
}
