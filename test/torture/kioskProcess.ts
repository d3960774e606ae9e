/** The kiosk without its screen, as a process of its own: what it is told, what it says, and how it dies. */

import { spawn } from "node:child_process";
import type { Writable } from "node:stream";

export type KioskEnd = {
  /** Null where it was killed. */
  readonly exit: number | null;
  /** The JSON that it printed, where it came to that. */
  readonly report: Readonly<Record<string, unknown>> | null;
  /** All it said, standard error included. */
  readonly said: string;
};

export type KioskProcess = {
  /** SIGKILL: nothing in it runs any more. */
  kill(): void;
  readonly ended: Promise<KioskEnd>;
};

/** How wrong the machine's clock is: from the start on, and once more while it runs. Milliseconds. */
export type WrongClock = { readonly byMs: number; readonly jump?: { readonly afterMs: number; readonly byMs: number } };

export type KioskWishes = {
  readonly program: string;
  readonly configPath: string;
  readonly words: readonly string[];
  /** What is typed where a PIN or a code is asked for, one after the other. */
  readonly typed: readonly string[];
  /** What is typed before that once a challenge was shown: whoever is called answers it. */
  readonly answer: ((challenge: string) => Promise<string>) | null;
  readonly clock: WrongClock | null;
};

const typing: ReadonlySet<string> = new Set(["unbind", "pin"]);

export function startKioskProcess(wishes: KioskWishes): KioskProcess {
  const { program, configPath, words, typed, answer, clock } = wishes;
  const from = typing.has(words[0] ?? "") ? ["--pin-fd", "3", "--code-fd", "3"] : ["--pin-fd", "3"];
  const asks = words[0] === "status" || words[0] === "export" ? [] : from;
  const args = [...preloadOf(clock), program, ...words, "--config", configPath, "--lang", "en", "--json", ...asks];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const keys = child.stdio[3] as Writable;
  // It may be gone before it has read anything.
  keys.on("error", () => {});
  const type = (lines: readonly string[]) => keys.end(lines.map((line) => `${line}\n`).join(""));
  if (!answer) type(typed);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => void out.push(chunk));
  let asked = false;
  child.stderr?.on("data", (chunk: Buffer) => {
    err.push(chunk);
    const [challenge] = /([A-Z]{4} ){4}[A-Z]{4}/.exec(Buffer.concat(err).toString()) ?? [];
    if (!answer || asked || challenge === undefined) return;
    asked = true;
    answer(challenge).then(
      (code) => type([code, ...typed]),
      () => type([]),
    );
  });
  const ended = new Promise<KioskEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => {
      const printed = Buffer.concat(out).toString();
      resolve({ exit, report: reportIn(printed), said: printed + Buffer.concat(err).toString() });
    });
  });
  return { kill: () => void child.kill("SIGKILL"), ended };
}

/** The only clock of the system that a program asks without a right of its own is Date.now. */
function preloadOf(clock: WrongClock | null): readonly string[] {
  if (!clock) return [];
  const { byMs, jump } = clock;
  const later = jump ? ` + (performance.now() < ${jump.afterMs} ? 0 : ${jump.byMs})` : "";
  const code = `const now = Date.now; Date.now = () => now() + ${byMs}${later};`;
  return ["--import", `data:text/javascript,${encodeURIComponent(code)}`];
}

function reportIn(printed: string): KioskEnd["report"] {
  try {
    return JSON.parse(printed);
  } catch {
    return null;
  }
}
