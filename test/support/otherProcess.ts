/** A second process that runs a few lines of the project's code, says things line by line, and can be killed. */

import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";

export type OtherProcess = {
  readonly pid: number;
  /** Whole lines it has said so far. */
  lines(): string[];
  /** Resolves once it has said a line that fits; fails when it ends before. */
  line(fits: (line: string) => boolean): Promise<string>;
  /** SIGKILL: nothing in it can run any more. Resolves when it is gone. */
  kill(): Promise<void>;
};

/**
 * `code` is an ES module that imports relative to the project's root; `args` are in process.argv from 1. `within` is a program
 * that runs it in its own place.
 */
export async function startProcess(
  code: string,
  args: readonly string[],
  within: readonly [program: string, args: readonly string[]] = ["env", []],
): Promise<OtherProcess> {
  const node = [process.execPath, "--import", "tsx", "--input-type=module", "--eval", code, ...args];
  const [program, before] = within;
  const child = spawn(program, [...before, ...node], { stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  let heard = () => {};
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
    heard();
  });
  child.stderr.on("data", (chunk) => {
    said.err += chunk;
  });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const kill = () => {
    child.kill("SIGKILL");
    return gone;
  };
  onTestFinished(kill);
  const lines = () => said.out.split("\n").slice(0, -1);
  return {
    pid: child.pid ?? 0,
    lines,
    kill,
    line: (fits) =>
      new Promise((resolve, reject) => {
        heard = () => {
          const found = lines().find(fits);
          if (found !== undefined) resolve(found);
        };
        heard();
        gone.then(() => reject(new Error(`the other process ended: ${said.err}`)));
      }),
  };
}
