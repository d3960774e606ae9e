/** Commands of the kiosk as a shell runs them: in this process with digits from a descriptor, or in one of its own at a real terminal. */

import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { kioskCommand } from "../../../device/cli/kiosk/command.ts";
import type { KioskCommand } from "../../../device/cli/kiosk/commands.ts";

export type Ran = { readonly exit: number; readonly printed: string; readonly told: string };

/** `lines`: what the descriptor of `--pin-fd` and `--code-fd` holds. */
export async function run(
  command: KioskCommand,
  argv: readonly string[],
  { dir, lines = [] }: { readonly dir: string; readonly lines?: readonly string[] },
): Promise<Ran> {
  const file = join(dir, "typed");
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  const fd = openSync(file, "r");
  const said = { printed: "", told: "" };
  const exit = await kioskCommand(command, [...argv, ...sources(command, lines.length > 0 ? fd : null)], {
    print(line) {
      said.printed += `${line}\n`;
    },
    tell(text) {
      said.told += text;
    },
    keyboard: { isTTY: false } as NodeJS.ReadStream,
    env: {},
    interrupted: new Promise(() => {}),
  });
  closeSync(fd);
  return { exit, ...said };
}

/** PINs and codes come from the same descriptor, in the order in which they are asked for. */
function sources(command: KioskCommand, fd: number | null): readonly string[] {
  if (fd === null) return [];
  const pin = ["--pin-fd", String(fd)];
  return command === "unbind" || command === "pin" ? [...pin, "--code-fd", String(fd)] : pin;
}

export type AtTerminal = {
  /** Everything on the screen so far, what was typed and echoed included. */
  said(): string;
  /** Waits for these words, after what was awaited before. */
  until(words: string): Promise<void>;
  type(text: string): void;
  /** The exit code, and what went to the file that stands for standard output. */
  end(): Promise<{ readonly exit: number; readonly printed: string }>;
};

/** `device/cli.ts` on a pty that echoes, as a person has it; standard output goes to a file. */
export function atTerminal(argv: readonly string[], dir: string): AtTerminal {
  const out = join(dir, `out-${performance.now()}`);
  const words = [process.execPath, "--import", "tsx", "device/cli.ts", ...argv];
  const script = join(dir, "at-terminal.sh");
  writeFileSync(script, `${words.map((word) => `'${word}'`).join(" ")} > '${out}'\necho "exit $?"\n`);
  const child = spawn("socat", ["STDIO", `EXEC:sh ${script},pty,setsid,ctty,stderr`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill());
  let said = "";
  let awaited = 0;
  let heard = () => {};
  child.stdout.on("data", (chunk) => {
    said += chunk;
    heard();
  });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const until = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      heard = () => {
        const at = said.indexOf(wanted, awaited);
        if (at < 0) return;
        awaited = at + wanted.length;
        resolve();
      };
      heard();
      gone.then(() => reject(new Error(`it never said "${wanted}": ${said}`)));
    });
  return {
    said: () => said,
    until,
    type: (text) => void child.stdin.write(text),
    async end() {
      await until("exit ");
      await gone;
      return { exit: Number(/exit (\d+)/.exec(said)?.[1]), printed: readFileSync(out, "utf8") };
    },
  };
}

/** The files below a folder whose bytes hold this text. */
export async function filesWith(text: string, dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const holding = await Promise.all(files.map(async (file) => (await readFile(file)).includes(text)));
  return files.filter((_, at) => holding[at]);
}
