/** Builds the page of the kiosk on Android: few scripts and one style, for engines back to Chromium 52 (Android 7.1). */

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { language } from "../device/contract/codes.ts";
import { contentSecurityPolicy } from "../electron/appProtocol.ts";
import { scriptsPolicy } from "../renderer/webView/scriptNames.ts";
import { buildScripts, scripts } from "./androidScripts.ts";
import { cacheDir, projectDir } from "./paths.ts";

export const androidPageDir = join(cacheDir, "android-page");

/** What the page may ask for; the policy is for the shell. */
export const androidPageFiles: readonly string[] = ["index.html", "kiosk.css", ...scripts.map((name) => `${name}.js`)];

/** What is read before the first screen of a terminal in service, in this language: it verifies what it has of its provider. */
const firstFiles = (spoken: string) => ["index.html", "kiosk.css", "kiosk.js", "signatures.js", `${spoken}.js`];

export type AndroidPage = {
  readonly dir: string;
  /** Every source file that went into a script, by the script. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** As they are sent to nobody: compressed, to compare. */
  readonly gzippedBytes: Readonly<Record<string, number>>;
  /** Compressed, what is read before the first screen, in the language that needs most. */
  readonly firstScreenBytes: number;
};

/** Builds into `into`, which is emptied first. A source that does not compile throws. */
export async function buildAndroidPage(into: string = androidPageDir): Promise<AndroidPage> {
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const modules = await buildScripts(into);
  await copyFile(join(projectDir, "renderer/webView/index.html"), join(into, "index.html"));
  // The shell serves the page with it, as Electron does; but this page adds its own scripts to itself.
  const policy = contentSecurityPolicy.replace("trusted-types 'none'", `trusted-types ${scriptsPolicy}`);
  await writeFile(join(into, "policy.txt"), policy);
  const gzippedBytes: Record<string, number> = {};
  for (const name of androidPageFiles)
    gzippedBytes[name] = gzipSync(await readFile(join(into, name)), { level: 9 }).length;
  const bytesOf = (spoken: string) => firstFiles(spoken).reduce((sum, name) => sum + (gzippedBytes[name] ?? 0), 0);
  return { dir: into, modules, gzippedBytes, firstScreenBytes: Math.max(...language.options.map(bytesOf)) };
}
