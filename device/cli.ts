/** The terminal at a shell: `node device/cli.ts COMMAND ...`. Knows the commands by name; each has its own file. */

import { exitCodes } from "./cli/exitCodes.ts";
import { kioskCommand } from "./cli/kiosk/command.ts";
import { type KioskCommand, kioskCommands } from "./cli/kiosk/commands.ts";
import { helpLines as kioskHelpLines } from "./cli/kiosk/help.ts";
import { setupCommand } from "./cli/setup/command.ts";
import { createSetupWorld } from "./cli/setup/world.ts";
import { stationCommand } from "./cli/station/command.ts";
import { terminalCommands } from "./cli/terminal/arguments.ts";
import { terminalCommand } from "./cli/terminal/command.ts";
import { helpLines } from "./cli/terminal/report.ts";
import { verifyCommand } from "./cli/verify/command.ts";
import { commandTextsOf } from "./text/commandTextsOf.ts";

const [name = "", ...argv] = process.argv.slice(2);
/** As this program is called where it runs: by npm in the project's folder, by its own name where it is installed. */
const program = process.argv[1] === "jiebang-terminal" ? "jiebang-terminal" : "npm run terminal --";
const terminalName = terminalCommands.find((command) => command === name);
const kioskName = (Object.keys(kioskCommands) as KioskCommand[]).find((command) => command === name);
/** `status --port` asks a terminal on a laptop, `status` alone the kiosk. */
const isOfPort = terminalName && (!kioskName || argv.some((word) => word.startsWith("--port")));
if (name === "verify") {
  process.exitCode = await verifyCommand(argv, print);
} else if (isOfPort) {
  process.exitCode = await terminalCommand(terminalName, argv, print, {
    interrupted: interruption(terminalName === "monitor"),
  });
} else if (kioskName) {
  process.exitCode = await kioskCommand(kioskName, argv, {
    print: print,
    tell: (text) => void process.stderr.write(text),
    keyboard: process.stdin,
    env: process.env,
    interrupted: interruption(true),
  });
  // A keyboard that was listened to, or a descriptor that is still read, must not hold the process.
  process.exit(process.exitCode);
} else if (name === "station") {
  const columns = process.stderr.isTTY && process.stdout.isTTY ? process.stderr.columns || 80 : null;
  process.exitCode = await stationCommand(argv, {
    print: print,
    tell: (text) => void process.stderr.write(text),
    columns,
    env: process.env,
    interrupted: interruption(true),
  });
  process.exit(process.exitCode);
} else if (name === "setup") {
  const tell = (text: string) => void process.stderr.write(text);
  const world = createSetupWorld({ input: process.stdin, tell, interrupted: interruption(true) });
  process.exitCode = await setupCommand(argv, print, world);
  process.exit(process.exitCode);
} else if (name === "--help") {
  for (const texts of Object.values(commandTextsOf)) {
    const helps = [...helpLines(texts), "", ...kioskHelpLines(texts), "", texts.station.usage, ""];
    for (const line of helps) print(line);
  }
} else {
  for (const name of ["verify", "terminal", "kiosk", "station", "setup"] as const)
    for (const texts of Object.values(commandTextsOf)) console.error(named(texts[name].usage));
  process.exitCode = exitCodes.notLooked;
}

function print(line: string): void {
  console.log(named(line));
}

function named(line: string): string {
  return line.replaceAll("{program}", program);
}

/** A reading ends by itself and may be broken off as any program; what has a state ends no other way, and reports then. */
function interruption(listens: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (listens) process.once("SIGINT", () => resolve());
  });
}
