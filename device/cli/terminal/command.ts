/** `identify`, `status`, `probe` and `monitor`: the bridge to a terminal without a screen. It asks and does not change what it asks about. */

import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../adapters/node/nodeSerialLink.ts";
import { createLinkRecorder } from "../../link/recordedLink.ts";
import type { TerminalFailure } from "../../link/terminal.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { fill } from "../../text/fill.ts";
import { exitOfFailure, type TerminalExit, terminalExitCodes } from "../exitCodes.ts";
import { parseTerminalArguments, type TerminalArguments, type TerminalCommand } from "./arguments.ts";
import type { TerminalWorld } from "./connection.ts";
import { type Finding, jobs } from "./jobs.ts";
import { failureLine, findingLines, helpLines } from "./report.ts";
import { openSavedFile, type Unwritable } from "./savedFile.ts";
import type { TerminalFinding, TerminalReport } from "./schema.ts";
import { createTranscriptSink } from "./transcriptSink.ts";

type Failure = TerminalFailure | Unwritable;

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

type Found = { readonly exit: TerminalExit; readonly finding: Finding };
type Look = { readonly exit: TerminalExit; readonly report: TerminalReport; readonly lines: readonly string[] };

/** Runs the command with its transcript, wherever that goes, and closes everything it opened. */
async function look(args: TerminalArguments, print: (line: string) => void, world: TerminalWorld): Promise<Look> {
  const { command, saveTo } = args;
  const texts = commandTextsOf[args.language];
  const saving = openSavedFile(saveTo);
  if (!saving.ok) return failed(command, saving.error, texts);

  const kept: string[] = [];
  const isLive = command === "monitor";
  const sink = createTranscriptSink(world.clock, (line) => {
    saving.value.write(line);
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
  const lost = saving.value.close();

  const ended = outcome.ok ? found(outcome.value, texts) : failed(command, outcome.error, texts);
  if (lost) return withUnsaved(ended, lost, texts);
  const saved = saveTo === null || !outcome.ok ? [] : [fill(texts.terminal.saved, { file: saveTo })];
  return { exit: ended.exit, report: ended.report, lines: [...ended.lines, ...saved] };
}

function found({ exit, finding }: Found, texts: CommandTexts): Look {
  const report: TerminalFinding = { format, exitCode: terminalExitCodes[exit], ...finding };
  return { exit, report, lines: findingLines(report, texts) };
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

/** What was read stands, also where the disk had no room for its bytes; that they are not there is told last. */
function withUnsaved({ exit, report, lines }: Look, lost: Unwritable, texts: CommandTexts): Look {
  const { code, ...facts } = lost;
  const ended: TerminalExit = exit === "done" || exit === "incomplete" ? exitOfFailure[code] : exit;
  return {
    exit: ended,
    report: { ...report, exitCode: terminalExitCodes[ended], unsaved: { code, facts } },
    lines: [...lines, failureLine(lost, texts)],
  };
}
