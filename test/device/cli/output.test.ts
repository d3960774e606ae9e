import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { kioskCommand } from "../../../device/cli/kiosk/command.ts";
import { type KioskCommand, kioskCommands } from "../../../device/cli/kiosk/commands.ts";
import { setupCommand } from "../../../device/cli/setup/command.ts";
import { createSetupWorld } from "../../../device/cli/setup/world.ts";
import { stationCommand } from "../../../device/cli/station/command.ts";
import { terminalCommands } from "../../../device/cli/terminal/arguments.ts";
import { terminalCommand } from "../../../device/cli/terminal/command.ts";
import { verifyCommand } from "../../../device/cli/verify/command.ts";
import { createPtyTerminal } from "../../support/ptyTerminal.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";

vi.setConfig({ testTimeout: 60_000 });

const program = [process.execPath, "--import", "tsx", "device/cli.ts"] as const;
const [node, ...asProgram] = program;

test("A reader that goes away ends what goes on for it alone, and leaves no trace of an error", async () => {
  const pty = await createPtyTerminal({ path: join(await makeScratchDir(), "tty") });
  const child = spawn(node, [...asProgram, "monitor", "--port", pty.path, "--lang", "en"]);
  let told = "";
  child.stderr.on("data", (chunk) => {
    told += chunk;
  });
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (printed.includes("listening until")) break;
  }

  pty.terminal.says("RING");
  const [exit] = await once(child, "close");

  await pty.stop();
  expect([exit, told]).toEqual([0, ""]);
});

test("What a full disk did not take is told, and by an exit code of its own", () => {
  const full = openSync("/dev/full", "w");

  const { status, stderr } = spawnSync(node, [...asProgram, "unbind", "--help"], { stdio: ["ignore", full, "pipe"] });

  closeSync(full);
  expect([status, String(stderr).split("\n")]).toEqual([
    74,
    [
      "结果未能完整写到标准输出（ENOSPC）",
      "what was found could not be written to standard output in full (ENOSPC)",
      "",
    ],
  ]);
});

test("Every command says what it is for and what its exit codes mean when asked with --help", async () => {
  const never = new Promise<void>(() => {});
  const tell = () => {};
  const shell = { tell, env: {}, interrupted: never, columns: null, keyboard: process.stdin };
  type Print = (line: string) => void;
  const commands: Readonly<Record<string, (print: Print) => Promise<number>>> = {
    verify: (print) => verifyCommand(["--help"], print),
    station: (print) => stationCommand(["--help"], { ...shell, print }),
    setup: (print) =>
      setupCommand(["--help"], print, createSetupWorld({ input: process.stdin, tell, interrupted: never })),
    ...Object.fromEntries(
      terminalCommands.map((name) => [`port ${name}`, (print: Print) => terminalCommand(name, ["--help"], print)]),
    ),
    ...Object.fromEntries(
      (Object.keys(kioskCommands) as KioskCommand[]).map((name) => [
        name,
        (print: Print) => kioskCommand(name, ["--help"], { ...shell, print }),
      ]),
    ),
  };

  const silent: string[] = [];
  for (const [name, command] of Object.entries(commands)) {
    const lines: string[] = [];
    const exit = await command((line) => lines.push(line));
    if (exit !== 0 || !lines.some((line) => line.includes("退出码"))) silent.push(`${name} ${exit}`);
  }

  expect(silent).toEqual([]);
});
