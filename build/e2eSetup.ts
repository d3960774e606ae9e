/** Runs once before the e2e tests: packages, runtime, built app. A test opens its own display and window. */

import type { TestProject } from "vitest/node";
import { prepareKiosk } from "./prepareKiosk.ts";
import { canSandboxPages, type Launcher } from "./unprivileged.ts";

/** What a test needs to start the kiosk with Playwright; pass `chromiumSandbox: true`, or Playwright turns it off. */
export type BuiltKiosk = Pick<Launcher, "executable" | "appDir" | "user">;

declare module "vitest" {
  export interface ProvidedContext {
    builtKiosk: BuiltKiosk;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prepared = await prepareKiosk(["display", "terminal", "qr"]);
  if (!prepared.ok) throw new Error(prepared.error.says);
  const { executable, appDir, user, close } = prepared.value;
  if (!(await canSandboxPages(user)))
    throw new Error("This host forbids user namespaces, which the page's sandbox is made of: e2e cannot run here.");
  project.provide("builtKiosk", { executable, appDir, user });
  return close;
}
