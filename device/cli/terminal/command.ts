/** `identify`, `status`, `probe` and `monitor`: the bridge to a terminal without a screen. It asks and does not change what it asks about. */

import { closeSync, openSync, writeSync } from "node:fs";
import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../adapters/node/nodeSerialLink.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { createLinkRecorder } from "../../link/recordedLink.ts";
import type { TerminalFailure } from "../../link/terminal.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { exitOfFailure, type TerminalExit, terminalExitCodes } from "../exitCodes.ts";
import { fromWhereTheyStand, systemCode } from "../files.ts";
import { fill } from "../fill.ts";
import { parseTerminalArguments, type TerminalArguments, type TerminalCommand } from "./arguments.ts";
import type { TerminalWorld } from "./connection.ts";
import { jobs } from "./jobs.ts";
import { failureLine, findingLines, helpLines } from "./report.ts";
import type { TerminalFinding, TerminalReport } from "./schema.ts";
import { createTranscriptSink } from "./transcriptSink.ts";

type Failure =
  | TerminalFailure
  | { readonly code: "cli/file-unwritable"; readonly file: string; readonly reason: string };

const format = "jiebang-terminal/1";
/** Ten minutes of a line at 115200 baud that never rests, an entry each 20 ms. */
const maxReportedLines = 30_000;

export async function terminalCommand(
  command: TerminalCommand,
  argv: readonly string[],
  print: (line: string) => void,
  world: Partial<TerminalWorld> = {},
): Promise<number> {
  const parsed = parseTerminalArguments(command, argv);
  if (!parsed.ok) {
    const { language, argument } = parsed.error;
    const { commandLine, terminal } = commandTextsOf[language];
    print(fill(commandLine.failures["cli/arguments-wrong"], { argument }));
    print(terminal.usage);
    return terminalExitCodes.notLooked;
  }
  const args = parsed.value;
  if (args.help) {
    for (const line of helpLines(commandTextsOf[args.language])) print(line);
    return terminalExitCodes.done;
  }
  const { exit, report, lines } = await look(args, print, { ...machine, ...world });
  if (args.json) print(JSON.stringify(report, null, 1));
  else for (const line of lines) print(line);
  return terminalExitCodes[exit];
}

const machine: TerminalWorld = {
  clock: createNodeClock(),
  openerOf: createNodeSerialLinkOpener,
  interrupted: new Promise(() => {}),
};

type Look = { readonly exit: TerminalExit; readonly report: TerminalReport; readonly lines: readonly string[] };

/** Runs the command with its transcript, wherever that goes, and closes everything it opened. */
async function look(args: TerminalArguments, print: (line: string) => void, world: TerminalWorld): Promise<Look> {
  const { command, saveTo } = args;
  const texts = commandTextsOf[args.language];
  const file = saveTo === null ? ok(null) : openForWriting(saveTo);
  if (!file.ok) return failed(command, file.error, texts);

  const kept: string[] = [];
  const isLive = command === "monitor";
  const sink = createTranscriptSink(world.clock, (line) => {
    if (file.value !== null) writeSync(file.value, `${line}\n`);
    if (isLive && !args.json) print(line);
    if (isLive && args.json && kept.length < maxReportedLines) kept.push(line);
  });
  const recorder = createLinkRecorder({ clock: world.clock, record: sink.record });
  const transcript = () => {
    sink.flush();
    return kept;
  };
  const outcome = await jobs[command]({ args, world, recorder, print, transcript });
  sink.flush();
  if (file.value !== null) closeSync(file.value);

  if (!outcome.ok) return failed(command, outcome.error, texts);
  const { exit, finding } = outcome.value;
  const report: TerminalFinding = { format, exitCode: terminalExitCodes[exit], ...finding };
  const saved = saveTo === null ? [] : [fill(texts.terminal.saved, { file: saveTo })];
  return { exit, report, lines: [...findingLines(report, texts), ...saved] };
}

function failed(command: TerminalCommand, failure: Failure, texts: CommandTexts): Look {
  const { code, ...facts } = failure;
  const exit = exitOfFailure[code];
  return {
    exit,
    report: { format, exitCode: terminalExitCodes[exit], command, failure: { code, facts } },
    lines: [failureLine(failure, texts)],
  };
}

/** Only its owner reads it: it says who a terminal is. */
function openForWriting(file: string): Result<number, Failure> {
  try {
    return ok(openSync(fromWhereTheyStand(file), "w", 0o600));
  } catch (error) {
    return err({ code: "cli/file-unwritable", file, reason: systemCode(error) });
  }
}
