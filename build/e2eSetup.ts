/** Runs once before the e2e tests: packages, runtime, built app. A test opens its own display and window. */

import type { TestProject } from "vitest/node";
import { buildApp } from "./bundle.ts";
import { ensureDebianPackages } from "./debianPackages.ts";
import { findElectronRuntime } from "./electronRuntime.ts";
import { createLauncher, type Launcher } from "./unprivileged.ts";

/** What a test needs to start the kiosk with Playwright; pass `chromiumSandbox: true`, or Playwright turns it off. */
export type BuiltKiosk = Pick<Launcher, "executable" | "appDir" | "user">;

declare module "vitest" {
  export interface ProvidedContext {
    builtKiosk: BuiltKiosk;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const packages = await ensureDebianPackages(["electron", "display", "terminal", "qr"]);
  if (!packages.ok) throw new Error(packages.error.says);
  const runtime = await findElectronRuntime();
  if (!runtime.ok) throw new Error(runtime.error.says);
  const { appDir } = await buildApp();
  const launcher = await createLauncher(runtime.value, appDir);
  const { executable, user } = launcher;
  project.provide("builtKiosk", { executable, appDir: launcher.appDir, user });
  return launcher.close;
}
