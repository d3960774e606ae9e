/**
 * `npm run gallery`: every screen in every state as a picture, at every size, in both languages and both themes, and one
 * index page to look through them. The snapshots are the real core's. With `--compare` the chosen few alone, each held
 * against the picture that is checked in; with `--keep` they are written in its place. With `--verifier` the verifier's two
 * pictures of the README are drawn anew, and nothing else.
 */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { _electron as electron, type Page } from "playwright-core";
import { buildApp } from "../../build/bundle.ts";
import { openDisplay } from "../../build/display.ts";
import { findElectronRuntime } from "../../build/electronRuntime.ts";
import { projectDir, runDir } from "../../build/paths.ts";
import { drawVerifier } from "./drawVerifier.ts";
import { auditEverything, openGallery } from "./gallery.ts";
import { type GalleryPicture, indexPage } from "./galleryIndex.ts";
import { type Chosen, chosen, differenceFrom, keepPicture, mostPercent } from "./pictures.ts";

const allSizes = ["240x320", "320x480", "480x800", "720x1280", "800x480", "1024x600", "1080x1920"];

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: allSizes.join(",") },
    languages: { type: "string", default: "zh-CN,en" },
    themes: { type: "string", default: "light,dark" },
    /** Names of snapshots, as a regular expression. */
    only: { type: "string", default: "" },
    compare: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    verifier: { type: "boolean", default: false },
    into: { type: "string", default: join(runDir, "gallery") },
  },
});
const isChosenOnly = options.compare || options.keep;
const sizes = options.sizes.split(",").map((name) => {
  const [width = 0, height = 0] = name.split("x").map(Number);
  return { name, width, height };
});

await rm(options.into, { recursive: true, force: true });
await mkdir(options.into, { recursive: true });
const workDir = await mkdtemp(join(tmpdir(), "gallery-"));
const display = await openDisplay({ width: 1100, height: 1940 });
if (!display.ok) throw new Error(display.error.says);
try {
  if (options.verifier) {
    const into = join(projectDir, "build/pictures");
    const drawn = await inWindow(display.value.name, (page) => drawVerifier(page, workDir, into));
    console.log(`${drawn.join(" ")}: ${into}`);
  } else await drawScreens(display.value.name);
} finally {
  await display.value.close();
  await rm(workDir, { recursive: true, force: true });
}

async function drawScreens(displayName: string): Promise<void> {
  const { appDir } = await buildApp({ into: join(workDir, "app") });
  const pictures = await inWindow(displayName, (page) => draw(page, appDir));
  await writeFile(join(options.into, "index.html"), indexPage(pictures));
  const flawed = pictures.filter(({ flaws }) => flaws.length > 0);
  for (const { file, flaws } of flawed) console.log(`${file}: ${flaws.join("; ")}`);
  console.log(`${pictures.length} pictures, ${flawed.length} with flaws: ${join(options.into, "index.html")}`);
  process.exitCode = flawed.length > 0 ? 1 : 0;
}

async function inWindow<T>(displayName: string, work: (page: Page) => Promise<T>): Promise<T> {
  const runtime = await findElectronRuntime();
  if (!runtime.ok) throw new Error(runtime.error.says);
  const shell = await writeShell(join(workDir, "shell"));
  const app = await electron.launch({
    executablePath: runtime.value.executable,
    args: [shell],
    chromiumSandbox: false,
    env: { ...(process.env as Record<string, string>), DISPLAY: displayName },
  });
  try {
    const page = await app.firstWindow();
    // The runner gives functions their names by a helper of its own, which those that run in the page do not find there.
    await page.addInitScript("globalThis.__name = (each) => each");
    return await work(page);
  } finally {
    await app.close();
  }
}

async function draw(page: Page, appDir: string): Promise<readonly GalleryPicture[]> {
  const pictures: GalleryPicture[] = [];
  const gallery = await openGallery(page, join(appDir, "renderer"));
  for (const theme of options.themes.split(",") as ("light" | "dark")[]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const { name: size, width, height } of sizes) {
      const here = chosen.filter((each) => each.size === size && each.theme === theme);
      if (isChosenOnly && here.length === 0) continue;
      await page.setViewportSize({ width, height });
      await mkdir(join(options.into, size), { recursive: true });
      await auditEverything(gallery, {
        languages: options.languages.split(",") as ("zh-CN" | "en")[],
        only: isChosenOnly ? snapshotsOf(here) : new RegExp(options.only),
        async seen(name, flaws) {
          const picture = here.find(({ look }) => look === name);
          if (isChosenOnly && !picture) return;
          const file = `${size}/${name}${theme === "dark" ? "-dark" : ""}.png`;
          const png = await page.screenshot({ path: join(options.into, file) });
          if (picture && options.keep) await keepPicture(picture, png);
          const percent = picture && options.compare ? await differenceFrom(page, picture, png) : 0;
          const differs = percent > mostPercent ? [`${percent.toFixed(2)} % differ from the picture checked in`] : [];
          pictures.push({ file, size, theme, name, flaws: [...flaws, ...differs] });
        },
      });
    }
  }
  return pictures;
}

/** Of which snapshots these are pictures: the word behind the language. */
function snapshotsOf(pictures: readonly Chosen[]): RegExp {
  const names = pictures.map(({ look }) => look.replace(/^(zh-CN|en)-/, "").replace(/-.*$/, ""));
  return new RegExp(`^(${names.join("|")})$`);
}

/** A window and nothing else: what it shows, the driver serves. */
async function writeShell(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  const main = `import { app, BrowserWindow } from "electron";
app.whenReady().then(() => new BrowserWindow({ width: 1080, height: 1920, frame: false }).loadURL("about:blank"));
`;
  await writeFile(join(dir, "main.js"), main);
  await writeFile(
    join(dir, "package.json"),
    JSON.stringify({ name: "gallery", version: "0.0.0", type: "module", main: "main.js" }),
  );
  return dir;
}
