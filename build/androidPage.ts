/** Builds the page of the kiosk on Android: one script and one style, for engines back to Chromium 52 (Android 7.1). */

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { contentSecurityPolicy } from "../electron/appProtocol.ts";
import { cacheDir, projectDir } from "./paths.ts";

export const androidPageDir = join(cacheDir, "android-page");

export type AndroidPage = {
  readonly dir: string;
  /** Every source file that went into the script. */
  readonly modules: readonly string[];
  /** As they are sent to nobody: compressed, to compare. */
  readonly gzippedBytes: { readonly script: number; readonly style: number };
};

/** Builds into `into`, which is emptied first. A source that does not compile throws. */
export async function buildAndroidPage(into: string = androidPageDir): Promise<AndroidPage> {
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const modules: string[] = [];
  await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    root: join(projectDir, "renderer"),
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    plugins: [{ name: "note-modules", moduleParsed: ({ id }) => void modules.push(id) }],
    build: {
      outDir: into,
      emptyOutDir: false,
      target: "chrome52",
      cssTarget: "chrome52",
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      lib: {
        entry: join(projectDir, "renderer/webView/main.tsx"),
        formats: ["iife"],
        name: "jiebang",
        fileName: () => "kiosk.js",
        cssFileName: "kiosk",
      },
    },
  });
  await copyFile(join(projectDir, "renderer/webView/index.html"), join(into, "index.html"));
  // The shell serves the page with it, as Electron does.
  await writeFile(join(into, "policy.txt"), contentSecurityPolicy);
  const sizeOf = async (name: string) => gzipSync(await readFile(join(into, name)), { level: 9 }).length;
  return { dir: into, modules, gzippedBytes: { script: await sizeOf("kiosk.js"), style: await sizeOf("kiosk.css") } };
}
