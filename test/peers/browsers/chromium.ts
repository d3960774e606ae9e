/** Debian's Chromium, driven over its own protocol. */

import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Browser } from "./browser.ts";

export async function openChromium(executable = "/usr/bin/chromium"): Promise<Browser> {
  // The tests may be root's, and Chromium's sandbox refuses root.
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  const page = await browser.newPage({ locale: "en-US" });
  return {
    open: async (file, fragment = "") => {
      // Two addresses that differ in their fragments alone are one page to a browser.
      await page.goto("about:blank");
      await page.goto(pathToFileURL(file).href + (fragment && `#${fragment}`));
    },
    run: (body, ...args) =>
      page.evaluate(
        ([source, given]) => {
          const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
          return AsyncFunction("...args", source)(...given);
        },
        [body, args] as const,
      ),
    close: () => browser.close(),
  };
}
