/**
 * What runs first: the command line where its launcher asks for it, otherwise the kiosk. Chromium starts only after
 * this module has run to its end, so the command line needs neither a screen nor the page's sandbox.
 */

import { findCommandLine } from "./launchRules.ts";

const words = findCommandLine(process.argv);
if (words === undefined) await import("./main.ts");
else {
  process.argv = [process.execPath, "jiebang-terminal", ...words];
  await import("../device/cli.ts");
  process.exit(process.exitCode ?? 0);
}
