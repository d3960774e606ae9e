/** The terminal at a shell: `node device/cli.ts COMMAND ...`. Knows the commands by name; each has its own file. */

import { exitCodes } from "./cli/exitCodes.ts";
import { verifyCommand } from "./cli/verify.ts";
import { usage } from "./cli/words.ts";

const commands: Readonly<Record<string, (argv: readonly string[], print: (line: string) => void) => Promise<number>>> =
  Object.assign(Object.create(null), { verify: verifyCommand });

const [name = "", ...argv] = process.argv.slice(2);
const command = commands[name];
if (command) {
  process.exitCode = await command(argv, console.log);
} else {
  console.error(`${usage.zh}\n${usage.en}`);
  process.exitCode = exitCodes.notLooked;
}
