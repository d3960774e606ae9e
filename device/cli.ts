/** The terminal at a shell: `node device/cli.ts COMMAND ...`. Knows the commands by name; each has its own file. */

import { exitCodes, outputLost } from "./cli/exitCodes.ts";
import { kioskCommand } from "./cli/kiosk/command.ts";
import { type KioskCommand, kioskCommands } from "./cli/kiosk/commands.ts";
import { helpLines as kioskHelpLines } from "./cli/kiosk/help.ts";
import { createOutput } from "./cli/output.ts";
import { setupCommand } from "./cli/setup/command.ts";
import { createSetupWorld } from "./cli/setup/world.ts";
import { stationCommand } from "./cli/station/command.ts";
import { terminalCommands } from "./cli/terminal/arguments.ts";
import { terminalCommand } from "./cli/terminal/command.ts";
import { helpLines } from "./cli/terminal/report.ts";
import { verifyCommand } from "./cli/verify/command.ts";
import { commandTextsOf } from "./text/commandTextsOf.ts";
import { fill } from "./text/fill.ts";

const [name = "", ...argv] = process.argv.slice(2);
/** As this program is called where it runs: by npm in the project's folder, by its own name where it is installed. */
const program = process.argv[1] === "jiebang-terminal" ? "jiebang-terminal" : "npm run terminal --";
const terminalName = terminalCommands.find((command) => command === name);
const kioskName = (Object.keys(kioskCommands) as KioskCommand[]).find((command) => command === name);
/** `status --port` asks a terminal on a laptop, `status` alone the kiosk. */
const isOfPort = terminalName && (!kioskName || argv.some((word) => word.startsWith("--port")));
const output = createOutput(process);
const { tell } = output;

process.exitCode = await run();
const lost = await output.ended();
if (lost !== null) {
  for (const texts of Object.values(commandTextsOf)) tell(`${fill(texts.commandLine.outputLost, { reason: lost })}\n`);
  process.exitCode = outputLost;
}
// A keyboard that was listened to, or a descriptor that is still read, must not hold the process.
process.exit(process.exitCode);

async function run(): Promise<number> {
  if (name === "verify") return verifyCommand(argv, print);
  if (isOfPort) {
    const isEndless = terminalName === "monitor";
    // What goes on for nobody but its reader ends with them.
    const interrupted = isEndless ? Promise.race([interruption(), output.unread]) : new Promise<void>(() => {});
    return terminalCommand(terminalName, argv, print, { interrupted });
  }
  // A reading ends by itself and may be broken off as any program; what has a state ends no other way, and reports then.
  if (kioskName) {
    const shell = { print, tell, env: process.env, interrupted: interruption() };
    return kioskCommand(kioskName, argv, { ...shell, keyboard: process.stdin });
  }
  if (name === "station") {
    const columns = process.stderr.isTTY && process.stdout.isTTY ? process.stderr.columns || 80 : null;
    const shell = { print, tell, columns, env: process.env, interrupted: interruption() };
    return stationCommand(argv, { ...shell, keyboard: process.stdin });
  }
  if (name === "setup") {
    const world = createSetupWorld({ input: process.stdin, tell, interrupted: interruption() });
    return setupCommand(argv, print, world);
  }
  if (name === "--help") {
    for (const texts of Object.values(commandTextsOf)) {
      const others = [texts.station.usage, texts.setup.usage, texts.verify.usage];
      const helps = [...helpLines(texts), "", ...kioskHelpLines(texts), "", ...others, ""];
      for (const line of helps) print(line);
    }
    return exitCodes.proven;
  }
  for (const name of ["verify", "terminal", "kiosk", "station", "setup"] as const)
    for (const texts of Object.values(commandTextsOf)) tell(`${named(texts[name].usage)}\n`);
  return exitCodes.notLooked;
}

function print(line: string): void {
  output.print(named(line));
}

function named(line: string): string {
  return line.replaceAll("{program}", program);
}

function interruption(): Promise<void> {
  return new Promise((resolve) => void process.once("SIGINT", () => resolve()));
}
