/** The terminal at a shell: `node device/cli.ts COMMAND ...`. Knows the commands by name; each has its own file. */

import { exitCodes } from "./cli/exitCodes.ts";
import { terminalCommand } from "./cli/terminal.ts";
import { terminalCommands } from "./cli/terminalArguments.ts";
import { helpLines } from "./cli/terminalReport.ts";
import { usage as terminalUsage } from "./cli/terminalWords.ts";
import { verifyCommand } from "./cli/verify.ts";
import { usage } from "./cli/verifyWords.ts";

const [name = "", ...argv] = process.argv.slice(2);
const terminalName = terminalCommands.find((command) => command === name);
if (name === "verify") {
  process.exitCode = await verifyCommand(argv, console.log);
} else if (terminalName) {
  process.exitCode = await terminalCommand(terminalName, argv, console.log, {
    interrupted: interruption(terminalName),
  });
} else if (name === "--help") {
  for (const line of [...helpLines("zh"), "", ...helpLines("en")]) console.log(line);
} else {
  for (const line of [usage, terminalUsage]) console.error(`${line.zh}\n${line.en}`);
  process.exitCode = exitCodes.notLooked;
}

/** A reading ends by itself and may be broken off as any program; listening ends no other way, and reports then. */
function interruption(command: string): Promise<void> {
  return new Promise((resolve) => {
    if (command === "monitor") process.once("SIGINT", () => resolve());
  });
}
