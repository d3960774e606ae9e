/**
 * Turns the sources into dist/: an app folder that needs nothing outside itself.
 * Start, tests, bench and packages all run what this makes.
 */

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type InlineConfig, type Plugin } from "vite";
import { inProduction } from "./inProduction.ts";
import { distDir, projectDir } from "./paths.ts";
import { hostTarget } from "./target.ts";

export type AppOptions = {
  readonly from?: string;
  readonly into?: string;
  /** Whose native half of the serial port goes along; this machine's, unless told otherwise. */
  readonly target?: string;
  /** Says on every screen that this is no release. */
  readonly development?: boolean;
};

/** The whole of the program, by the name of the file that it becomes. Each is read alone, so none waits for another's code. */
const programs = {
  "entry.js": "electron/entry.ts",
  "main.js": "electron/main.ts",
  "terminal.js": "device/cli.ts",
  "preload.cjs": "electron/preload.ts",
} as const;

type ProgramFile = keyof typeof programs;

const nativeHalfDir = join(projectDir, "node_modules/@serialport/bindings-cpp/prebuilds");

/** The library looks for its native half beside its own folder, but its code is in the bundle; so it is told where that lies. */
const nativeHalfStays: Plugin = {
  name: "native-half-stays",
  transform(code, id) {
    if (!id.endsWith("/@serialport/bindings-cpp/dist/serialport-bindings.js")) return undefined;
    const told = code.replace("__dirname", 'require("path").dirname(require.resolve("./entry.js"))');
    if (told === code) throw new Error(`${id} finds its native half in another way now`);
    return told;
  },
};

/** What starts first takes the others as they were built, by themselves. */
const programsStayApart: Plugin = {
  name: "programs-stay-apart",
  enforce: "pre",
  resolveId(source, importer) {
    if (importer === undefined || basename(importer) !== "entry.ts") return undefined;
    const found = Object.entries(programs).find(([, entry]) => basename(entry) === basename(source));
    return found && { id: `./${found[0]}`, external: true };
  },
};

/** Builds page, preload and main process into `into`, which is emptied first. A source that does not compile throws. */
export async function buildApp(options: AppOptions = {}): Promise<{ readonly appDir: string }> {
  const { from = projectDir, into: appDir = distDir, target = hostTarget, development = false } = options;
  await rm(appDir, { recursive: true, force: true });
  await mkdir(appDir, { recursive: true });
  const files = Object.keys(programs) as ProgramFile[];
  await inProduction(() =>
    Promise.all([
      buildPage(from, appDir, development),
      ...files.map((fileName) => buildForNode(join(from, programs[fileName]), join(appDir, "main"), fileName)),
      copyNativeHalf(target, appDir),
      writeManifest(appDir, development),
    ]),
  );
  return { appDir };
}

/** The page alone, into `renderer` of the app folder. */
export async function buildPage(from: string, appDir: string, development: boolean): Promise<void> {
  await inProduction(() =>
    build({
      configFile: join(projectDir, "vite.config.ts"),
      root: join(from, "renderer"),
      build: { outDir: join(appDir, "renderer") },
      plugins: development ? [developmentRibbon] : [],
    }),
  );
}

/** In the page itself and not in its program: no configuration and no fault can take it away. */
const developmentRibbon: Plugin = {
  name: "development-ribbon",
  transformIndexHtml: () => [
    {
      tag: "p",
      attrs: { class: "development", "data-field": "development" },
      children: "开发版，不得用于生产 · Development, not for production",
      injectTo: "body",
    },
  ],
};

/** Node 20.18 is what the oldest Electron that we run on has inside. */
async function buildForNode(entry: string, outDir: string, fileName: ProgramFile): Promise<void> {
  const config: InlineConfig = {
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    ssr: { noExternal: true, target: "node" },
    plugins: [nativeHalfStays, programsStayApart],
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: "node20.18",
      rolldownOptions: {
        external: ["electron"],
        output: {
          format: fileName === "preload.cjs" ? "cjs" : "es",
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

/** Electron is a program for glibc; the builds for musl are of no use beside it. */
async function copyNativeHalf(target: string, appDir: string): Promise<void> {
  await cp(join(nativeHalfDir, target), join(appDir, "prebuilds", target), {
    recursive: true,
    filter: (path) => !path.endsWith(".musl.node"),
  });
}

async function writeManifest(appDir: string, development: boolean): Promise<void> {
  const { name, version, description } = JSON.parse(await readFile(join(projectDir, "package.json"), "utf8"));
  const manifest = {
    name,
    version: development ? `${version}-development` : version,
    description,
    type: "module",
    main: "main/entry.js",
  };
  await writeFile(join(appDir, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
