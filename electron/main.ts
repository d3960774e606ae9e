/** The composition root of the kiosk in Electron: who wants to know what it is made of reads this and stops. */

import { join } from "node:path";
import { app, ipcMain, Menu, protocol, session } from "electron";
import { createAbsentPaymentApp } from "../device/adapters/common/absentPaymentApp.ts";
import { createHttpUpstream } from "../device/adapters/common/httpUpstream.ts";
import { createNodeClock } from "../device/adapters/node/nodeClock.ts";
import { createNodeEnrolmentCode } from "../device/adapters/node/nodeEnrolmentCode.ts";
import { createNodeEvidenceStore } from "../device/adapters/node/nodeEvidenceStore.ts";
import { createNodeHash } from "../device/adapters/node/nodeHash.ts";
import { createNodeJournalFile } from "../device/adapters/node/nodeJournalFile.ts";
import { createNodeLog } from "../device/adapters/node/nodeLog.ts";
import { createNodeMerchantStore } from "../device/adapters/node/nodeMerchantStore.ts";
import { createNodePinVault } from "../device/adapters/node/nodePinVault.ts";
import { createNodeRandom } from "../device/adapters/node/nodeRandom.ts";
import { createNodeSigner } from "../device/adapters/node/nodeSigner.ts";
import { createNodeSimPaymentState } from "../device/adapters/node/nodeSimPaymentState.ts";
import { createSimPaymentApp } from "../device/adapters/sim/simPaymentApp.ts";
import { createKiosk, type KioskPorts } from "../device/kiosk.ts";
import { answerPageRequest, appPrivileges, appScheme, pageUrl, readPageFiles } from "./appProtocol.ts";
import { findConfigPath, readConfig } from "./config.ts";
import { describeConfigProblems } from "./configWords.ts";
import { createRouter, sendSnapshots } from "./ipc/router.ts";
import { createKioskWindow } from "./kioskWindow.ts";
import { judgeLaunch } from "./launchRules.ts";
import { lockDownApp, lockDownContents, lockDownSession } from "./lockdown.ts";
import { watchPage } from "./pageWatch.ts";
import { createTerminalPort } from "./terminalPort.ts";

/** sysexits.h: EX_CONFIG, which tells the service manager not to try again, and EX_TEMPFAIL. */
const exit = { unusableConfig: 78, alreadyRunning: 75 } as const;

const launch = judgeLaunch({ argv: process.argv, env: process.env, packaged: app.isPackaged });
if (launch.refused.length > 0)
  leave(exit.unusableConfig, [`拒绝启动：${launch.refused.join(" ")}`, `Start refused: ${launch.refused.join(" ")}`]);

const configPath = findConfigPath(process.argv, process.env);
const configRead = readConfig(configPath);
if (!configRead.ok) leave(exit.unusableConfig, describeConfigProblems(configPath, configRead.error.problems));
const config = configRead.value;
const dir = config.stateDir;

const { electron, chrome, node } = process.versions;
console.log(`${app.getName()} ${app.getVersion()} on Electron ${electron} (Chromium ${chrome}, Node ${node})`);

// The lock lies in this folder, so it guards the state, not the user's session.
app.setPath("userData", join(dir, "shell"));
if (!app.requestSingleInstanceLock()) leave(exit.alreadyRunning, [`${dir} 正在使用中`, `${dir} is in use`]);
lockDownApp(app);
// A terminal has no graphics processor to speak of; without the attempt the window is there sooner.
app.disableHardwareAcceleration();
// The page may not use a network, and the kiosk's own way to the upstream is Node's: no process of 20 MB for it.
app.commandLine.appendSwitch("enable-features", "NetworkServiceInProcess2");
Menu.setApplicationMenu(null);
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: appPrivileges }]);

const clock = createNodeClock();
const log = createNodeLog({ dir, clock });
const journalFile = createNodeJournalFile({ dir });
const credentialsDir = process.env.CREDENTIALS_DIRECTORY;
const kiosk = createKiosk(
  {
    clock,
    log,
    journalFile,
    random: createNodeRandom(),
    hash: createNodeHash(),
    serialLink: createTerminalPort(config.serial, clock),
    signer: createNodeSigner(credentialsDir === undefined ? { dir } : { dir, credentialsDir }),
    upstream: createHttpUpstream({ baseUrl: config.upstream.baseUrl, clock }),
    paymentApp: choosePaymentApp(),
    pinVault: createNodePinVault({ dir }),
    merchantStore: createNodeMerchantStore({ dir }),
    evidenceStore: createNodeEvidenceStore({ dir: join(dir, "evidence") }),
    enrolmentCode: createNodeEnrolmentCode({ path: config.upstream.enrolmentCodeFile }),
  },
  {
    audience: config.upstream.audience ?? config.upstream.baseUrl,
    upstreamKeys: config.upstream.keys,
    app: `${app.getName()} ${app.getVersion()}`,
    language: config.language,
    simulated: config.simulated,
    driver: config.serial.driver ?? "at",
  },
);

process.on("uncaughtException", failWith);
process.on("unhandledRejection", failWith);
for (const name of launch.noted) log.note("launch/development-switch", { name });

// No top-level await: Electron is not ready before this module has run to its end.
app.whenReady().then(() => {
  lockDownSession(session.defaultSession);
  const files = readPageFiles(join(import.meta.dirname, "../renderer"));
  protocol.registerBufferProtocol(appScheme, (request, answer) => answer(answerPageRequest(files, request)));
  const preload = join(import.meta.dirname, "preload.cjs");
  const window = createKioskWindow({ size: config.window, preload, clock, log });
  lockDownContents(window.webContents);
  watchPage(window.webContents, { clock, log });
  createRouter({ ipcMain, host: kiosk, log, onBug: failWith });
  sendSnapshots(kiosk, window.webContents);
  window.loadURL(pageUrl).catch(() => log.note("page/not-loaded"));
  // Not before: a start of Chromium that holds this thread up for a second would look like a silent terminal.
  kiosk.start().catch(failWith);
});

app.on("will-quit", (event) => {
  event.preventDefault();
  kiosk
    .stop()
    .then(() => journalFile.close())
    .finally(() => app.exit());
});

function choosePaymentApp(): KioskPorts["paymentApp"] {
  switch (config.paymentApp.kind) {
    case "none":
      return createAbsentPaymentApp();
    case "slf":
      return "terminal";
    case "simulated":
      return createSimPaymentApp({ clock, store: createNodeSimPaymentState({ dir }) });
  }
}

/** The one handler for bugs. The kiosk keeps only the error's name, because its message may hold anything. */
function failWith(bug: unknown): void {
  kiosk.fail(bug);
  if (!app.isPackaged) console.error(bug);
}

function leave(code: number, lines: readonly string[]): never {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exit(code);
}
