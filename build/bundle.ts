/**
 * Turns the sources into dist/: an app folder that needs nothing outside itself.
 * Start, tests, bench and packages all run what this makes.
 */

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type InlineConfig, type Plugin } from "vite";
import { copyModule } from "./appModules.ts";
import { distDir, projectDir } from "./paths.ts";

/** Has a native half, which is copied as it is installed; its other half is bundled, because some fifty files take long to find. */
const nativeModule = "serialport";

/** The library looks for its native half beside its own file, which is in the bundle; so it is told where that lies. */
const nativeHalfStays: Plugin = {
  name: "native-half-stays",
  transform(code, id) {
    if (!id.endsWith("/@serialport/bindings-cpp/dist/serialport-bindings.js")) return undefined;
    const told = code.replace("__dirname", 'require("path").dirname(require.resolve("@serialport/bindings-cpp"))');
    if (told === code) throw new Error(`${id} finds its native half in another way now`);
    return told;
  },
};

const appManifest = { type: "module", main: "main/main.js" } as const;

/** Builds page, preload and main process into `into`, which is emptied first. A source that does not compile throws. */
export async function buildApp(
  options: { readonly from?: string; readonly into?: string } = {},
): Promise<{ readonly appDir: string }> {
  const from = options.from ?? projectDir;
  const appDir = options.into ?? distDir;
  await rm(appDir, { recursive: true, force: true });
  await mkdir(appDir, { recursive: true });
  await Promise.all([
    buildPage(from, appDir),
    buildForNode(join(from, "electron/main.ts"), join(appDir, "main"), "main.js"),
    buildForNode(join(from, "electron/preload.ts"), join(appDir, "main"), "preload.cjs"),
    copyModule(nativeModule, { from: join(projectDir, "node_modules"), into: join(appDir, "node_modules") }),
    writeManifest(appDir),
  ]);
  return { appDir };
}

async function buildPage(from: string, appDir: string): Promise<void> {
  await build({
    configFile: join(projectDir, "vite.config.ts"),
    root: join(from, "renderer"),
    build: { outDir: join(appDir, "renderer") },
  });
}

/** Node 20.18 is what the oldest Electron that we run on has inside. */
async function buildForNode(entry: string, outDir: string, fileName: "main.js" | "preload.cjs"): Promise<void> {
  const config: InlineConfig = {
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    ssr: { noExternal: true, target: "node" },
    plugins: [nativeHalfStays],
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: "node20.18",
      rolldownOptions: {
        external: ["electron"],
        output: {
          format: fileName === "main.js" ? "es" : "cjs",
          entryFileNames: fileName,
          chunkFileNames: "[name]-[hash].js",
          // Half the text to read at every start; names stay, so that a stack can be read.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  };
  await build(config);
}

async function writeManifest(appDir: string): Promise<void> {
  const { name, version, description, dependencies } = JSON.parse(
    await readFile(join(projectDir, "package.json"), "utf8"),
  );
  const manifest = {
    name,
    version,
    description,
    ...appManifest,
    dependencies: { [nativeModule]: dependencies[nativeModule] },
  };
  await writeFile(join(appDir, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
