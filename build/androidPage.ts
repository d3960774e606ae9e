/** Builds the page of the kiosk on Android: one script and one style, for engines back to Chromium 52 (Android 7.1). */

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "vite";
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
    plugins: [{ name: "note-modules", moduleParsed: ({ id }) => void modules.push(id) }, propertiesAsRanges],
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

/** Engines before Chromium 64 know no property of a character (`\p{L}`): each is written out, as this Node knows it. */
const propertiesAsRanges: Plugin = {
  name: "properties-as-ranges",
  transform(code, id) {
    if (id.includes("/node_modules/") || !code.includes("\\p{")) return undefined;
    return code
      .replace(/\/\\p\{(\w+)\}\//g, (_, property) => `/[${rangesOf(property)}]/`)
      .replace(/\\p\{(\w+)\}/g, (_, property) => rangesOf(property));
  },
};

const known = new Map<string, string>();

function rangesOf(property: string): string {
  const ranges = known.get(property) ?? findRanges(new RegExp(`^\\p{${property}}$`, "u"));
  known.set(property, ranges);
  return ranges;
}

function findRanges(has: RegExp): string {
  const written = (point: number) => `\\u{${point.toString(16)}}`;
  let ranges = "";
  for (let from = 0; from <= 0x10ffff; from++) {
    if (!has.test(String.fromCodePoint(from))) continue;
    let to = from;
    while (to < 0x10ffff && has.test(String.fromCodePoint(to + 1))) to += 1;
    ranges += from === to ? written(from) : `${written(from)}-${written(to)}`;
    from = to;
  }
  return ranges;
}
