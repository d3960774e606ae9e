/**
 * The scripts of the page on Android. Its engines know modules, but the oldest load none by themselves: so the page is first
 * split as for a new engine, and then each piece becomes a script that an old one reads (see renderer/webView/scripts.ts).
 */

import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type InlineConfig, type Plugin, type Rolldown } from "vite";
import { laterScripts } from "../renderer/webView/scriptNames.ts";
import { inProduction } from "./inProduction.ts";
import { projectDir } from "./paths.ts";
import { propertiesAsRanges } from "./propertiesAsRanges.ts";

/** The first one holds what the first screen needs. */
export const scripts = ["kiosk", ...laterScripts];

/** Every source file that went into a script, by the script. */
type Modules = Readonly<Record<string, readonly string[]>>;

/** Writes the scripts, and the style of all, into the folder. */
export async function buildScripts(into: string): Promise<Modules> {
  return inProduction(async () => {
    const pieces = new Map<string, Rolldown.OutputChunk>();
    for (const piece of await split()) {
      if (piece.type === "chunk") pieces.set(piece.fileName, piece);
      else await writeFile(join(into, piece.fileName), piece.source);
    }
    for (const name of scripts) await writeScript(name, pieces, into);
    return Object.fromEntries(scripts.map((name) => [`${name}.js`, pieces.get(`${name}.js`)?.moduleIds ?? []]));
  });
}

const shared: InlineConfig = {
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  root: join(projectDir, "renderer"),
};

/** A small piece that the bundler makes for its own use, and that each script takes in. */
const helpers = "rolldown-runtime";

/** What nothing before the first screen imports, by the script that it goes into. */
function placeOf(id: string): string {
  const [, spoken, text] = /device\/text\/([\w-]+)\/(\w+)\.ts$/.exec(id) ?? [];
  if (spoken) return text === "errors" || text === "staff" ? `${spoken}.more` : spoken;
  return id.includes("/node_modules/jose/") ? "signatures" : "later";
}

async function split() {
  const built = await build({
    ...shared,
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    plugins: [propertiesAsRanges],
    build: {
      write: false,
      minify: false,
      target: "esnext",
      cssTarget: "chrome52",
      cssMinify: true,
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      lib: {
        entry: { kiosk: join(projectDir, "renderer/webView/main.tsx") },
        formats: ["es"],
        fileName: (_, name) => `${name}.js`,
        cssFileName: "kiosk",
      },
      rolldownOptions: {
        preserveEntrySignatures: "allow-extension",
        // All screens that come later are one script, whichever of them imports another.
        checks: { ineffectiveDynamicImport: false },
        output: {
          chunkFileNames: "[name].js",
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [
              { name: "kiosk", tags: ["$initial"] },
              { name: placeOf, debugName: "what comes later" },
            ],
          },
        },
      },
    },
  });
  return (built as Rolldown.RolldownOutput[]).flatMap(({ output }) => output);
}

type Pieces = ReadonlyMap<string, Rolldown.OutputChunk>;

/** One piece as a script of ES2016 that hands in what it holds, and takes what it needs of the first one. */
async function writeScript(name: string, pieces: Pieces, into: string): Promise<void> {
  const entry = "\0handIn";
  const asScript: Plugin = {
    name: "as-script",
    enforce: "pre",
    resolveId(source, importer) {
      if (importer === undefined) return entry;
      // Named from the place of the piece that imports it.
      const file = basename(source);
      if (!pieces.has(file)) throw new Error(`${name}.js waits for ${source}, which is no script`);
      return file === "kiosk.js" && name !== "kiosk" ? { id: file, external: true } : `\0${file}`;
    },
    load(id) {
      if (id === entry)
        return `import * as held from "./${name}.js"; window.jiebangCame(${JSON.stringify(name)}, held);`;
      const piece = id.slice(1);
      if (piece !== `${name}.js` && piece !== `${helpers}.js`)
        throw new Error(`${name}.js would hold ${piece} as well`);
      return pieces.get(piece)?.code.replace(/\bimport\("\.\/([\w.-]+)\.js"\)/g, 'window.jiebangScript("$1")');
    },
  };
  await build({
    ...shared,
    plugins: [asScript],
    build: {
      outDir: into,
      emptyOutDir: false,
      target: "chrome52",
      lib: { entry: `${name}.js`, formats: ["iife"], name: "jiebang", fileName: () => `${name}.js` },
      rolldownOptions: { output: { globals: { "kiosk.js": "window.jiebangHeld.kiosk" } } },
    },
  });
}
