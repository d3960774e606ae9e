/** Commands of the kiosk as a shell runs them: in this process with digits from a descriptor, or in one of its own at a real terminal. */

import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { kioskCommand } from "../../../device/cli/kiosk/command.ts";
import type { KioskCommand } from "../../../device/cli/kiosk/commands.ts";
import { openHeadless } from "../../../device/cli/kiosk/headless.ts";
import type { Host } from "../../../device/contract/host.ts";
import { readConfig } from "../../../device/shell/config.ts";
import { goodPin } from "../../support/rig.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";
import { openSurroundings, type Surroundings, type SurroundingsOptions } from "../../support/surroundings.ts";

export type Place = Surroundings & { readonly dir: string; readonly config: readonly string[] };

/** A terminal on a real line, before a provider over real HTTP, and what a command is told to find them by. */
export async function openPlace(wishes: Pick<SurroundingsOptions, "driver" | "config"> = {}): Promise<Place> {
  const dir = await makeScratchDir();
  const opened = await openSurroundings({
    dir: join(dir, "world"),
    user: undefined,
    window: { width: 800, height: 480 },
    reviewMs: 200,
    ...wishes,
  });
  onTestFinished(opened.close);
  return { ...opened, dir, config: ["--config", opened.configPath, "--lang", "en"] };
}

/** What `unbind` is told of a request that anybody may make. */
export const request = ["--reason", "switch_provider", "--accept-policy", "--state", "account_and_contact_verified"];

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

/** The merchant chooses their first PIN, as they do at the screen: by a code that the upstream reads out. */
export async function chooseFirstPin({ configPath, upstream }: Surroundings): Promise<void> {
  const config = readConfig(configPath);
  if (!config.ok) throw new Error("no configuration");
  const opened = await openHeadless(config.value, {});
  if (!opened.ok) throw new Error(opened.error.code);
  const { host, until, stop } = opened.value;
  const order: Host["order"] = async (name, input) => {
    const answer = await host.order(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
    return answer;
  };
  const type = async (digits: string) => {
    for (const digit of digits) await order("pressDigit", { digit: Number(digit) });
    await order("submitEntry", {});
  };
  await until(({ bindings }) => bindings.state === "known");
  await order("askPinReset", { role: "merchant" });
  const { pinReset } = await host.snapshot();
  const challenge = pinReset?.groups.join("") ?? "";
  const { code } = await upstream.operator.unlockPin({ challenge, role: "merchant" });
  await order("enterPinReset", {});
  for (const digits of [code, goodPin, goodPin]) await type(digits);
  await stop();
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
