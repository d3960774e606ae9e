import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "pty-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) =>
  spawn(process.execPath, ["--import", "tsx", ...args], { stdio: ["ignore", "pipe", "inherit"] });

const startTerminal = async (path: string) => {
  const program = run("test/support/ptyTerminal.ts", "--link", path, "--sn", "JB-0007", "--baud", "115200");
  await once(program.stdout, "data");
  return program;
};

test("another program reads the terminal over its device file, closes it, and ends by itself with nothing left open", async () => {
  const path = join(folder, "tty0");
  const terminal = await startTerminal(path);
  const reader = run("test/support/readTerminal.ts", path);
  let told = "";
  reader.stdout.on("data", (bytes) => {
    told += bytes;
  });

  const [code] = await once(reader, "close");
  terminal.kill("SIGTERM");
  const [terminalCode] = await once(terminal, "close");

  expect({ code, told, terminalCode, fileLeft: existsSync(path) }).toEqual({
    code: 0,
    told: "JB-0007 490154203237518\n",
    terminalCode: 0,
    fileLeft: false,
  });
}, 20_000);

test("a terminal program that is killed takes its device file with it", async () => {
  const path = join(folder, "tty1");
  const terminal = await startTerminal(path);

  terminal.kill("SIGKILL");
  await once(terminal, "close");

  await expect.poll(() => existsSync(path), { timeout: 5_000 }).toBe(false);
}, 20_000);
