/** The arguments of the commands that ask a terminal. */

import { err, ok, type Result } from "../../base/result.ts";
import type { Language } from "../../contract/codes.ts";
import type { Driver } from "../../link/terminal.ts";
import { fromWhereTheyStand } from "../files.ts";
import { type ArgumentsFailure, isLang, languageOf, readOptions } from "../options.ts";

export const terminalCommands = ["identify", "status", "probe", "monitor"] as const;
export type TerminalCommand = (typeof terminalCommands)[number];

export type TerminalArguments = {
  readonly command: TerminalCommand;
  readonly help: boolean;
  readonly path: string;
  /** Null where nobody said: it is found out. */
  readonly baudRate: number | null;
  /** Null where nobody said: both are tried. */
  readonly driver: Driver | null;
  readonly language: Language;
  readonly json: boolean;
  /** Where the transcript goes. */
  readonly saveTo: string | null;
  /** How long `monitor` goes on listening; null until it is interrupted. */
  readonly listenMs: number | null;
};

const kinds = {
  port: "text",
  baud: "text",
  driver: "text",
  lang: "text",
  json: "flag",
  save: "text",
  seconds: "text",
  help: "flag",
} as const;

export function parseTerminalArguments(
  command: TerminalCommand,
  argv: readonly string[],
): Result<TerminalArguments, ArgumentsFailure> {
  const read = readOptions(argv, kinds);
  const typed = read.ok ? read.value : read.error.typed;
  const language = languageOf(typed);
  const wrong = (argument: string) => err({ code: "cli/arguments-wrong", language, argument });
  if (!read.ok) return wrong(read.error.argument);

  const help = typed.has("help");
  const port = typed.text("port");
  const baud = typed.text("baud");
  const driver = typed.text("driver");
  const save = typed.text("save");
  const seconds = typed.text("seconds");
  if (typed.rest[0] !== undefined) return wrong(typed.rest[0]);
  if (!typed.texts("lang").every(isLang)) return wrong("--lang");
  if (!port && !help) return wrong("--port");
  if (baud !== undefined && !isWhole(baud, 300, 4_000_000)) return wrong("--baud");
  if (driver !== undefined && driver !== "at" && driver !== "slf") return wrong("--driver");
  if (save === "") return wrong("--save");
  if (seconds !== undefined && (command !== "monitor" || !isWhole(seconds, 0, 86_400))) return wrong("--seconds");
  return ok({
    command,
    help,
    path: fromWhereTheyStand(port ?? ""),
    baudRate: baud === undefined ? null : Number(baud),
    driver: driver ?? null,
    language,
    json: typed.has("json"),
    saveTo: save === undefined ? null : save,
    listenMs: seconds === undefined ? null : Number(seconds) * 1_000,
  });
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,7}$/.test(text) && Number(text) >= least && Number(text) <= most;
}
