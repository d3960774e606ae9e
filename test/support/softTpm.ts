/** A TPM made of software: swtpm on a socket of its own, reached by tpm2-tools as a real one is. */

import { execFile, execFileSync, spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, onTestFinished, test } from "vitest";
import { makeScratchDir } from "./scratchDir.ts";

const run = promisify(execFile);

const isHere = ["swtpm", "tpm2_createprimary"].every((program) => {
  try {
    execFileSync("which", [program], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

/** A group of tests that needs such a TPM; where there is none, it says so and does not pass for run. */
export function describeWithTpm(name: string, tests: () => void): void {
  if (isHere) {
    describe(name, tests);
    return;
  }
  console.warn(`${name}: NOT RUN, there is no TPM of software here (Debian packages: swtpm, tpm2-tools)`);
  test.skip(`${name}: not run, there is no TPM of software`, () => {});
}

export type SoftTpm = {
  /** How tpm2-tools reach it. */
  readonly tcti: string;
  /** As by the firmware's menu: whatever was made under it is gone. */
  clear(): Promise<void>;
  /** The machine is switched off and on. */
  reset(): Promise<void>;
  stop(): Promise<void>;
};

/** Ends with the test. */
export async function startSoftTpm(): Promise<SoftTpm> {
  const dir = await makeScratchDir();
  const [state, socket] = [join(dir, "tpm"), join(dir, "socket")];
  await mkdir(state);
  const tcti = `swtpm:path=${socket}`;
  const places = ["--tpmstate", `dir=${state}`, "--server", `type=unixio,path=${socket}`];
  const control = ["--ctrl", `type=unixio,path=${socket}.ctrl`, "--flags", "not-need-init,startup-clear"];
  let stop = async () => {};

  async function start(): Promise<void> {
    const program = spawn("swtpm", ["socket", "--tpm2", ...places, ...control], { stdio: "ignore" });
    const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
    stop = async () => {
      program.kill();
      await ended;
      await Promise.all([socket, `${socket}.ctrl`].map((path) => rm(path, { force: true })));
    };
    await untilListening(`${socket}.ctrl`);
  }

  await start();
  onTestFinished(() => stop());
  return {
    tcti,
    clear: async () => {
      await run("tpm2_clear", ["-c", "platform"], { env: { PATH: process.env.PATH, TPM2TOOLS_TCTI: tcti } });
    },
    async reset() {
      await stop();
      await start();
    },
    stop: () => stop(),
  };
}

async function untilListening(path: string): Promise<void> {
  for (;;) {
    const listens = await new Promise<boolean>((resolve) => {
      const socket = connect(path, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => setTimeout(() => resolve(false), 20));
    });
    if (listens) return;
  }
}
