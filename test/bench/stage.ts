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
  /** The same to the moment from which something could be seen. */
  readonly paintedAfterMs: number;
  /** Types so many keys on the PIN pad; the frames that each took to be seen. The kiosk alone can, once. */
  typeKeys(count: number): Promise<readonly number[]>;
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
    return untilThere(() => spawn(launcher.executable, command, { env, stdio: ["pipe", "pipe", "pipe"] }));
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
  // The wall clock is what a page's times can be told in.
  const begunAtMs = performance.timeOrigin + performance.now();
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
    const lines = createInterface(child.stdout);
    const said = (what: string) =>
      new Promise<string>((heard) => {
        lines.on("line", (line) => {
          if (line.startsWith(`bench: ${what} `)) heard(line.slice(`bench: ${what} `.length));
        });
      });
    Promise.all([said("there at"), said("painted at")]).then(([thereNs, paintedAtMs]) => {
      clearTimeout(giveUp);
      child.off("exit", ended);
      if (child.pid === undefined) return fail("it has no process");
      resolve({
        pid: child.pid,
        afterMs: Number(BigInt(thereNs) - begunNs) / 1e6,
        paintedAfterMs: Number(paintedAtMs) - begunAtMs,
        async typeKeys(count) {
          const gaveUp = new Promise<never>((_, giveUpOn) => {
            child.once("exit", (code) => giveUpOn(new Error(`it ended with ${code}`)));
            setTimeout(() => giveUpOn(new Error(`it did not type for ${patienceMs / 1_000} s`)), patienceMs).unref();
          });
          const typed = Promise.race([said("typed"), gaveUp]);
          child.stdin?.write(`${count}\n`);
          return JSON.parse(await typed);
        },
        stop,
      });
    });
  });
}
