/**
 * `npm start`: from a fresh clone to a kiosk on simulated surroundings. Without a display, or with --tour, the kiosk
 * takes the whole tour by itself; otherwise it waits for fingers.
 */

import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { type Display, hasDisplay, openDisplay } from "./display.ts";
import { launchKiosk, sandboxSwitches } from "./launchKiosk.ts";
import { runDir } from "./paths.ts";
import { prepareKiosk } from "./prepareKiosk.ts";
import { takeTour } from "./tour.ts";
import { canSandboxPages } from "./unprivileged.ts";

const usage = "npm start -- [--tour] [--fresh] [--size 720x1280] [--config FILE]";

const options = readOptions();
const tour = options.tour || !hasDisplay();
if (options.config !== undefined && options.tour) stop(`The tour has surroundings of its own.\n${usage}`, 2);
if (options.config !== undefined && !hasDisplay())
  stop("There is no display (DISPLAY is not set) for the kiosk to open on.", 1);
const kiosk = await prepareKiosk(tour && options.config === undefined ? ["display", "terminal", "qr"] : ["terminal"]);
if (!kiosk.ok) stop(kiosk.error.says, 1);

try {
  if (options.config !== undefined) await runOn(options.config, "sandboxed");
  else if (tour) await runTour();
  else await runForFingers();
} catch (reason) {
  stop(reason instanceof Error ? reason.message : String(reason), 1);
}
process.exit();

async function runTour(): Promise<void> {
  if (!kiosk.ok) return;
  const dir = join(runDir, `tour-${options.size.width}x${options.size.height}`);
  await rm(dir, { recursive: true, force: true });
  const opened: Display | undefined = await openScreen();
  const { surroundings, driver } = await openTour(dir, opened?.name);
  const pictureDir = join(dir, "screens");
  console.log(`Pictures: ${pictureDir}`);
  try {
    await takeTour({ kiosk: driver, surroundings, pictureDir });
  } finally {
    await driver.close().catch(() => {});
    await surroundings.close();
    await opened?.close();
    await kiosk.value.close();
  }
}

/** A display that is there shows the tour to whoever looks; otherwise one is made. */
async function openScreen(): Promise<Display | undefined> {
  if (hasDisplay()) return undefined;
  const display = await openDisplay(options.size);
  if (!display.ok) stop(display.error.says, 1);
  return display.value;
}

async function openTour(dir: string, displayName: string | undefined) {
  if (!kiosk.ok) throw new Error("no kiosk");
  const { openSurroundings } = await import("../test/support/surroundings.ts");
  const { driveKiosk } = await import("../test/support/kioskDriver.ts");
  const { executable, appDir, user } = kiosk.value;
  // The terminal is slow at first, so that the screen that waits for it can be seen.
  const surroundings = await openSurroundings({ dir, user, window: options.size, reviewMs: 4_000 });
  surroundings.terminal.terminal.isSlow(120);
  const switches = await sandboxSwitches(kiosk.value);
  const { configPath } = surroundings;
  const driver = await driveKiosk({ executable, appDir, configPath, displayName, switches });
  driver.screen("home").then(
    () => surroundings.terminal.terminal.isSlow(0),
    () => {},
  );
  return { surroundings, driver };
}

async function runForFingers(): Promise<void> {
  if (!kiosk.ok) return;
  const { openSurroundings } = await import("../test/support/surroundings.ts");
  const dir = join(runDir, "kiosk");
  if (options.fresh) await rm(dir, { recursive: true, force: true });
  const surroundings = await openSurroundings({ dir, user: kiosk.value.user, window: options.size });
  console.log(
    `Simulated upstream: ${surroundings.upstream.baseUrl}; simulated terminal: ${surroundings.terminal.path}`,
  );
  console.log(`State: ${dir} (--fresh begins anew)`);
  const command = `npm run upstream -- --state ${join(relative(process.cwd(), dir), "upstream")} unlock-pin`;
  console.log(`The merchant's first PIN takes the provider's code: ${command} CHALLENGE --role merchant --code`);
  await runOn(surroundings.configPath, "simulated");
  await surroundings.close();
}

async function runOn(configPath: string, sort: "sandboxed" | "simulated"): Promise<void> {
  if (!kiosk.ok) return;
  // A real terminal is not worth less care than the tests give: there the page never runs without its sandbox.
  if (sort === "sandboxed" && !(await canSandboxPages(kiosk.value.user)))
    stop(
      "This host forbids user namespaces, so the page would run without Chromium's sandbox. Allow them and try again.",
      1,
    );
  const child = await launchKiosk(kiosk.value, { args: [`--config=${configPath}`] });
  process.exitCode = await new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  await kiosk.value.close();
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        tour: { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        size: { type: "string", default: "720x1280" },
        config: { type: "string" },
      },
    });
    const size = /^(\d{3,4})x(\d{3,4})$/.exec(values.size);
    if (!size) return stop(`--size must be WIDTHxHEIGHT in pixels, such as 1024x600.\n${usage}`, 2);
    return { ...values, size: { width: Number(size[1]), height: Number(size[2]) } };
  } catch (reason) {
    return stop(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`, 2);
  }
}

function stop(says: string, code: number): never {
  console.error(says);
  process.exit(code);
}
