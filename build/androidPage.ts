/** Builds the page of the kiosk on Android: one script, two for each language, and one style, for engines back to Chromium 52 (Android 7.1). */

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type InlineConfig, type Plugin } from "vite";
import { language } from "../device/contract/codes.ts";
import { contentSecurityPolicy } from "../electron/appProtocol.ts";
import { cacheDir, projectDir } from "./paths.ts";
import { propertiesAsRanges } from "./propertiesAsRanges.ts";

export const androidPageDir = join(cacheDir, "android-page");

const scripts = ["kiosk.js", ...language.options.flatMap((name) => [`${name}.js`, `${name}.more.js`])];

/** What the page may ask for; the policy is for the shell. */
export const androidPageFiles: readonly string[] = ["index.html", "kiosk.css", ...scripts];

export type AndroidPage = {
  readonly dir: string;
  /** Every source file that went into a script, by the script. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** As they are sent to nobody: compressed, to compare. */
  readonly gzippedBytes: Readonly<Record<string, number>>;
};

/** Builds into `into`, which is emptied first. A source that does not compile throws. */
export async function buildAndroidPage(into: string = androidPageDir): Promise<AndroidPage> {
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const modules: Record<string, readonly string[]> = {};
  for (const script of scripts) modules[script] = await buildScript(script, into);
  await copyFile(join(projectDir, "renderer/webView/index.html"), join(into, "index.html"));
  // The shell serves the page with it, as Electron does.
  await writeFile(join(into, "policy.txt"), contentSecurityPolicy);
  const gzippedBytes: Record<string, number> = {};
  for (const name of androidPageFiles)
    gzippedBytes[name] = gzipSync(await readFile(join(into, name)), { level: 9 }).length;
  return { dir: into, modules, gzippedBytes };
}

async function buildScript(script: string, into: string): Promise<readonly string[]> {
  const modules: string[] = [];
  const noteModules: Plugin = { name: "note-modules", moduleParsed: ({ id }) => void modules.push(id) };
  const isPage = script === "kiosk.js";
  const config: InlineConfig = {
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    root: join(projectDir, "renderer"),
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    plugins: [noteModules, propertiesAsRanges, ...(isPage ? [textsApart] : [])],
    build: {
      outDir: into,
      emptyOutDir: false,
      target: "chrome52",
      cssTarget: "chrome52",
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      lib: {
        entry: join(projectDir, "renderer/webView", isPage ? "main.tsx" : script.replace(/\.js$/, ".ts")),
        formats: ["iife"],
        name: "jiebang",
        fileName: () => script,
        cssFileName: "kiosk",
      },
    },
  };
  await build(config);
  return modules;
}

const textRoom = join(projectDir, "device/text");
const languagesFile = join(projectDir, "renderer/webView/languages.ts");

/** What the page imports of a language when it is to speak it comes from that language's own script. */
const textsApart: Plugin = {
  name: "texts-apart",
  resolveDynamicImport(specifier, importer) {
    const [, file] = /^\.\/([\w-]+\/\w+)\.ts$/.exec(String(specifier)) ?? [];
    return file && importer?.startsWith(textRoom) ? `\0texts:${file}` : null;
  },
  async load(id) {
    if (!id.startsWith("\0texts:")) return undefined;
    const [said = "", piece = ""] = id.slice("\0texts:".length).split("/");
    const source = await readFile(join(textRoom, said, `${piece}.ts`), "utf8");
    const names = [...source.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
    const pieceIn = (name?: string) => `spoken("${said}", "${piece}").then((texts) => texts.${name})`;
    return [
      `import { spoken } from ${JSON.stringify(languagesFile)};`,
      ...names.map((name) => `export const ${name} = ${pieceIn(name)};`),
    ].join("\n");
  },
};
