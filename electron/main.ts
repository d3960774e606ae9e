/** The shell around the kiosk: what it refuses to start with, its window, the page's door. What the kiosk is made of stands in composeKiosk.ts. */

import { join } from "node:path";
import { app, ipcMain, Menu, protocol, safeStorage, session } from "electron";
import { createNodeClock } from "../device/adapters/node/nodeClock.ts";
import { createNodeLog } from "../device/adapters/node/nodeLog.ts";
import type { Host } from "../device/contract/host.ts";
import type { Kiosk } from "../device/kiosk/createKiosk.ts";
import type { ComposedKiosk } from "../device/shell/composeKiosk.ts";
import { findConfigPath, readConfig } from "../device/shell/config.ts";
import { describeConfigProblems } from "../device/shell/configProblems.ts";
import { inEachLanguage } from "../device/text/inEachLanguage.ts";
import { findAccountVault } from "./accountVault.ts";
import { answerPageRequest, appPrivileges, appScheme, pageUrl, readPageFiles } from "./appProtocol.ts";
import { createRouter, sendSnapshots } from "./ipc/router.ts";
import { createKioskWindow } from "./kioskWindow.ts";
import { judgeLaunch } from "./launchRules.ts";
import { lockDownApp, lockDownContents, lockDownSession } from "./lockdown.ts";
import { watchPage } from "./pageWatch.ts";
import { createServiceManager } from "./serviceManager.ts";
import { countStart, maxFailedStarts } from "./startCounter.ts";
import { folderFault } from "./stateFolder.ts";

/** A kiosk that ends sooner than this has not held. */
const holdsAfterMs = 60_000;
/** How long the safe screen stands before the kiosk is tried again. */
const safeForMs = 300_000;

/** sysexits.h: EX_CONFIG, which tells the service manager not to try again, EX_TEMPFAIL and EX_SOFTWARE. */
const exit = { unusableConfig: 78, alreadyRunning: 75, broken: 70 } as const;

const { argv, env } = process;
const launch = judgeLaunch({ argv, env, packaged: app.isPackaged });
if (launch.refused.length > 0)
  leave(
    exit.unusableConfig,
    inEachLanguage((texts) => texts.refused(launch.refused.join(" "))),
  );

const configPath = findConfigPath(argv, env);
const configRead = readConfig(configPath);
if (!configRead.ok) leave(exit.unusableConfig, describeConfigProblems(configPath, configRead.error.problems));
const config = configRead.value;
const dir = config.stateDir;

const { electron, chrome, node } = process.versions;
console.log(`${app.getName()} ${app.getVersion()} on Electron ${electron} (Chromium ${chrome}, Node ${node})`);

// The lock lies in this folder, so it guards the state, not the user's session.
const shellDir = join(dir, "shell");
const against = folderFault(shellDir);
if (against !== null)
  leave(
    exit.unusableConfig,
    inEachLanguage((texts) => texts.folderUnusable(shellDir, against)),
  );
app.setPath("userData", shellDir);
if (!app.requestSingleInstanceLock())
  leave(
    exit.alreadyRunning,
    inEachLanguage((texts) => texts.inUse(dir)),
  );
lockDownApp(app);
// A terminal has no graphics processor to speak of; without the attempt the window is there sooner.
app.disableHardwareAcceleration();
// The page may not use a network, and the kiosk's own way to the upstream is Node's: no process of 20 MB for it.
app.commandLine.appendSwitch("enable-features", "NetworkServiceInProcess2");
Menu.setApplicationMenu(null);
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: appPrivileges }]);

const clock = createNodeClock();
// Under a service manager the notes reach its journal as well.
const log = createNodeLog({ dir, clock, stderr: app.isPackaged });
const start = countStart(dir);
const serviceManager = createServiceManager(env);
/** Set once the app is ready. Where there is no kiosk to show a bug, the bug ends the process. */
let composed: Promise<ComposedKiosk> | undefined;

process.on("uncaughtException", failWith);
process.on("unhandledRejection", failWith);
for (const name of launch.noted) log.note("launch/development-switch", { name });

// No top-level await: Electron is not ready before this module has run to its end.
app.whenReady().then(() => {
  lockDownSession(session.defaultSession);
  const files = readPageFiles(join(import.meta.dirname, "../renderer"));
  protocol.registerBufferProtocol(appScheme, (request, answer) => answer(answerPageRequest(files, request)));
  const preload = join(import.meta.dirname, "preload.cjs");
  const window = createKioskWindow(config.window, preload);
  lockDownContents(window.webContents);
  const giveUp = () => app.exit(exit.broken);
  watchPage(window.webContents, {
    home: pageUrl,
    clock,
    log,
    onAlive: serviceManager.alive,
    kill: killProcess,
    giveUp,
  });
  // The page comes up in a process of its own; what it will talk to is loaded in this one meanwhile.
  const kiosk = loadKiosk();
  composed = kiosk;
  createRouter({ ipcMain, host: hostOf(kiosk), log, onBug: failWith });
  kiosk
    .then((loaded) => {
      sendSnapshots(loaded.kiosk, window.webContents);
      return start.failed < maxFailedStarts ? startKiosk(loaded.kiosk) : showSafeScreen(loaded.kiosk);
    })
    .catch(failWith);
});

app.on("will-quit", (event) => {
  event.preventDefault();
  // Whoever ends it in order has seen it run.
  if (start.failed < maxFailedStarts) start.succeeded();
  Promise.resolve(composed)
    .then((loaded) => loaded?.stop())
    .finally(() => app.exit());
});

async function loadKiosk(): Promise<ComposedKiosk> {
  const account = findAccountVault(safeStorage, process.platform);
  const { composeKiosk } = await import("../device/shell/composeKiosk.ts");
  return composeKiosk({ config, clock, log, app: `${app.getName()} ${app.getVersion()}`, env, account });
}

function startKiosk(kiosk: Kiosk): Promise<void> {
  clock.after(holdsAfterMs, start.succeeded);
  return kiosk.start();
}

/** Neither the line nor the network is opened, and nothing of the state is read: what fails at every start is left alone. */
function showSafeScreen(kiosk: Kiosk): void {
  kiosk.leaveService({ code: "host/starts-failed", facts: { starts: start.failed } });
  clock.after(safeForMs, () => {
    start.allowOneMore();
    app.exit(exit.broken);
  });
}

/** A page that is quicker than the kiosk waits for it. */
function hostOf(loading: Promise<ComposedKiosk>): Pick<Host, "order" | "snapshot"> {
  return {
    order: async (name, input) => (await loading).kiosk.order(name, input),
    snapshot: async () => (await loading).kiosk.snapshot(),
  };
}

/** The one handler for bugs. The kiosk keeps only the error's name, because its message may hold anything. */
function failWith(bug: unknown): void {
  const end = () => app.exit(exit.broken);
  if (composed) composed.then(({ kiosk }) => kiosk.fail(bug), end);
  else end();
  if (!app.isPackaged) console.error(bug);
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function leave(code: number, lines: readonly string[]): never {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exit(code);
}
