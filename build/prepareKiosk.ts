/** Everything between a fresh clone and a kiosk that can be started: packages, runtime, built app, a user for it. */

import { ok, type Result } from "../device/base/result.ts";
import { buildApp } from "./bundle.ts";
import { type DebianJob, ensureDebianPackages } from "./debianPackages.ts";
import { type ElectronRuntime, findElectronRuntime } from "./electronRuntime.ts";
import type { BuildFailure } from "./failure.ts";
import { createLauncher, type Launcher } from "./unprivileged.ts";

export type PreparedKiosk = Launcher & { readonly runtime: ElectronRuntime };

/** Prepares the kiosk and what `jobs` need, in the order in which a failure costs least time. Call `close` at the end. */
export async function prepareKiosk(jobs: readonly DebianJob[]): Promise<Result<PreparedKiosk, BuildFailure>> {
  const packages = await ensureDebianPackages(["electron", ...jobs]);
  if (!packages.ok) return packages;
  const runtime = await findElectronRuntime();
  if (!runtime.ok) return runtime;
  const { appDir } = await buildApp();
  return ok({ ...(await createLauncher(runtime.value, appDir)), runtime: runtime.value });
}
