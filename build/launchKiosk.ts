/** Starts the kiosk for a person to use or for the tour. Tests start it themselves and never without the sandbox. */

import { type ChildProcess, spawn } from "node:child_process";
import type { PreparedKiosk } from "./prepareKiosk.ts";
import { stopWithUs } from "./stopWithUs.ts";
import { canSandboxPages } from "./unprivileged.ts";

/** Starts the app with these arguments on the display that is there. It ends when we do. */
export async function launchKiosk(
  kiosk: PreparedKiosk,
  options: { readonly args: readonly string[] },
): Promise<ChildProcess> {
  const switches = await sandboxSwitches(kiosk);
  const child = spawn(kiosk.executable, [...switches, kiosk.appDir, ...options.args], {
    stdio: "inherit",
  });
  stopWithUs(child);
  return child;
}

/** For `--no-sandbox` on hosts that forbid user namespaces, such as most containers. Says so; never silent. */
export async function sandboxSwitches(kiosk: PreparedKiosk): Promise<readonly string[]> {
  if (await canSandboxPages(kiosk.user)) return [];
  console.log(
    "This host forbids user namespaces: the page runs WITHOUT Chromium's sandbox, for this demonstration only.",
  );
  return ["--no-sandbox"];
}
