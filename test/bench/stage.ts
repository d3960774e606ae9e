/**
 * Where kiosk and bare window are started in turn: one display, one runtime, one user, one built app, and a terminal
 * that was provisioned before, so that nothing is a first time.
 */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, chown, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { openDisplay } from "../../build/display.ts";
import type { ElectronRuntime } from "../../build/electronRuntime.ts";
import { stopWithUs } from "../../build/stopWithUs.ts";
import { canSandboxPages, createLauncher } from "../../build/unprivileged.ts";
import { openSurroundings } from "../support/surroundings.ts";
import { benchPin, setUpTerminal, startHeadlessKiosk } from "./headlessKiosk.ts";

const run = promisify(execFile);

const screen = { width: 720, height: 1280 };
const patienceMs = 60_000;

export type Started = {
  readonly pid: number;
  /** From the call that started it to the moment at which it said that it is there. */
  readonly afterMs: number;
  stop(): Promise<void>;
};

export type Stage = {
  startKiosk(): Promise<Started>;
  startBareWindow(): Promise<Started>;
  close(): Promise<void>;
};

/** Throws with a sentence when this machine cannot do it. */
export async function openStage(options: {
  readonly dir: string;
  readonly builtDir: string;
  readonly runtime: ElectronRuntime;
}): Promise<Stage> {
  const { dir, builtDir, runtime } = options;
  const appsDir = join(dir, "apps");
  await cp(join(import.meta.dirname, "windows"), appsDir, { recursive: true });
  await cp(builtDir, join(appsDir, "kiosk"), { recursive: true });
  const { name, version } = JSON.parse(await readFile(join(builtDir, "package.json"), "utf8"));
  const manifest = { name, version, type: "module", main: "main.js" };
  await writeFile(join(appsDir, "kioskProbe/package.json"), JSON.stringify(manifest));
  await run("chmod", ["--recursive", "a+rX", dir]);

  // A copy, because pages of files that somebody else's Electron maps as well would count for less than they weigh.
  const runtimeDir = join(dir, "runtime");
  await run("cp", ["--recursive", "--reflink=auto", runtime.dir, runtimeDir]);
  const executable = join(runtimeDir, relative(runtime.dir, runtime.executable));
  const launcher = await createLauncher({ ...runtime, dir: runtimeDir, executable }, appsDir);
  const { user } = launcher;
  if (!(await canSandboxPages(user))) throw new Error("this host forbids user namespaces, and so the page's sandbox");
  const display = await openDisplay(screen);
  if (!display.ok) throw new Error(display.error.says);

  const surroundings = await openSurroundings({ dir: join(dir, "around"), user, window: screen });
  surroundings.terminal.terminal.paces(null);
  const provisioning = await startHeadlessKiosk(surroundings.configPath);
  await setUpTerminal(provisioning, surroundings.upstream.operator, benchPin);
  await provisioning.close();
  const bareState = join(dir, "bare");
  await mkdir(bareState, { mode: 0o700 });
  if (user) {
    await chown(bareState, user.uid, user.gid);
    await run("chown", ["--recursive", `${user.uid}:${user.gid}`, surroundings.stateDir]);
  }
  await chmod(dir, 0o755);

  const start = (app: string, args: readonly string[]): Promise<Started> => {
    const env = { ...process.env, DISPLAY: display.value.name };
    const command = [join(launcher.appDir, app), ...args];
    return untilThere(() => spawn(launcher.executable, command, { env, stdio: ["ignore", "pipe", "pipe"] }));
  };
  return {
    startKiosk: () => start("kioskProbe", [`--config=${surroundings.configPath}`]),
    startBareWindow: () => start("bareWindow", [`--state=${bareState}`, `--size=${screen.width}x${screen.height}`]),
    async close() {
      await surroundings.close();
      await display.value.close();
      await launcher.close();
    },
  };
}

/** What a child says last on its way to an end that nobody wanted. */
const maxWordsKept = 2_000;

function untilThere(begin: () => ChildProcess): Promise<Started> {
  // CLOCK_MONOTONIC, which the child reads as well.
  const begunNs = process.hrtime.bigint();
  const child = begin();
  const stop = stopWithUs(child);
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-maxWordsKept);
  });
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(giveUp);
      child.off("exit", ended);
      stop().then(() => reject(new Error(`${what}\n${words}`)));
    };
    const ended = (code: number | null) => fail(`it ended with ${code}`);
    const giveUp = setTimeout(() => fail(`it was not there after ${patienceMs / 1_000} s`), patienceMs);
    child.once("error", (reason) => fail(reason.message));
    child.once("exit", ended);
    if (!child.stdout) return fail("it has no output");
    createInterface(child.stdout).on("line", (line) => {
      const thereNs = /^bench: there at (\d+)$/.exec(line)?.[1];
      if (!thereNs || child.pid === undefined) return;
      clearTimeout(giveUp);
      child.off("exit", ended);
      resolve({ pid: child.pid, afterMs: Number(BigInt(thereNs) - begunNs) / 1e6, stop });
    });
  });
}
