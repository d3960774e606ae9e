/** How the page is built: plain files with relative names, for the engine of the oldest Electron that we run on. */

import { join } from "node:path";
import { defineConfig } from "vite";
import { distDir, projectDir } from "./build/paths.ts";

export default defineConfig({
  root: join(projectDir, "renderer"),
  base: "./",
  publicDir: false,
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: join(distDir, "renderer"),
    emptyOutDir: true,
    target: "chrome130",
    // The page's policy allows no inline script and no font out of a data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
