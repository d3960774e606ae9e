/** `station`: many terminals enrolled at once, without screens. */

import { join } from "node:path";
import { createInterface } from "node:readline";
import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import { readConfig } from "../../shell/config.ts";
import { describeConfigProblems } from "../../shell/configProblems.ts";
import { createPrinter } from "../../shell/printerConfig.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { fill, printable } from "../../text/fill.ts";
import { paperWordsOf } from "../../text/paperWords.ts";
import { type KioskExit, kioskExitCodes } from "../exitCodes.ts";
import { factsOf, failureLine, type SaidFailure } from "../failureLine.ts";
import { fromWhereTheyStand } from "../files.ts";
import type { Shell } from "../kiosk/command.ts";
import { isLang, languageOf, readOptions, type Typed } from "../options.ts";
import { matchBoxes } from "./boxes.ts";
import { readCodes } from "./codes.ts";
import { createLabels } from "./labels.ts";
import { isPassed, openLedger } from "./ledger.ts";
import { findPorts, maxPorts } from "./ports.ts";
import { runStation } from "./run.ts";
import type { PortRow, StationReport } from "./schema.ts";
import { createTable } from "./table.ts";

const kinds = {
  ports: "text",
  codes: "text",
  config: "text",
  boxes: "flag",
  lang: "text",
  json: "flag",
  help: "flag",
} as const;
const format = "jiebang-station/1";

export async function stationCommand(argv: readonly string[], shell: StationShell): Promise<number> {
  const read = readOptions(argv, kinds);
  const typed = read.ok ? read.value : read.error.typed;
  const texts = commandTextsOf[languageOf(typed)];
  const json = typed.has("json");

  const failed = (exit: KioskExit, failure: SaidFailure): number => {
    const exitCode = kioskExitCodes[exit];
    shell.print(json ? textOf({ format, exitCode, failure: factsOf(failure) }) : failureLine(failure, texts));
    return exitCode;
  };
  if (typed.has("help")) {
    for (const line of helpLines(texts)) shell.print(line);
    return kioskExitCodes.done;
  }
  const wrong = read.ok ? wrongAmong(typed) : read.error.argument;
  if (wrong !== null) return failed("notLooked", { code: "cli/arguments-wrong", argument: wrong });

  const configPath = fromWhereTheyStand(typed.text("config") ?? "");
  const config = readConfig(configPath);
  if (!config.ok) {
    const { problems } = config.error;
    const exitCode = kioskExitCodes.config;
    const facts = { problems: problems.map(({ code }) => code).join(", ") };
    if (json) shell.print(textOf({ format, exitCode, failure: { code: "config/unusable", facts } }));
    else for (const line of describeConfigProblems(configPath, problems)) shell.print(line);
    return exitCode;
  }
  const codes = await readCodes(typed.text("codes") ?? "");
  if (!codes.ok) return failed("notLooked", codes.error);
  // A pattern that the shell expanded leaves its other names behind.
  const patterns = [...typed.texts("ports"), ...typed.rest];
  const ports = await findPorts(patterns.map(fromWhereTheyStand));
  if (ports.length === 0) return failed("notLooked", { code: "station/no-port", ports: patterns.join(" ") });
  if (ports.length > maxPorts)
    return failed("notLooked", { code: "station/too-many-ports", count: ports.length, max: maxPorts });
  const ledger = await openLedger(config.value.stateDir);
  if (!ledger.ok) return failed(ledger.error.code === "station/in-use" ? "inUse" : "refused", ledger.error);

  const clock = createNodeClock();
  const colours = !shell.env.NO_COLOR;
  const table = createTable(ports, { ...shell, colours, after: clock.after, texts });
  const printer = config.value.printer && createPrinter(config.value.printer, clock);
  if (printer) void shell.interrupted.then(() => printer.stop());
  const labels = printer ? createLabels(printer, paperWordsOf(languageOf(typed)), ledger.value) : null;
  const run = await runStation(ports, {
    config: config.value,
    codes: codes.value,
    ledger: ledger.value,
    labels,
    env: shell.env,
    interrupted: shell.interrupted,
    now: Date.now,
    onState: table.show,
  });
  table.end();
  await ledger.value.close();
  const rows = typed.has("boxes") ? await withBoxes(run, { ...shell, texts }) : run;
  return ended(rows, join(config.value.stateDir, "report.csv"), { ...shell, json, texts });
}

export type StationShell = Pick<Shell, "print" | "tell" | "env" | "interrupted"> & {
  /** How wide the screen is on which what is told can be redrawn; null where there is none. */
  readonly columns: number | null;
  /** What a scanner types, line by line. */
  readonly keyboard: NodeJS.ReadableStream;
};

/** Asks for the box of each terminal that passed, and says of each code at once whose box it is. */
async function withBoxes(
  rows: readonly PortRow[],
  { tell, keyboard, interrupted, texts: { station } }: StationShell & { readonly texts: CommandTexts },
): Promise<readonly PortRow[]> {
  const passed = rows.filter(isPassed);
  const lines = createInterface({ input: keyboard });
  void interrupted.then(() => lines.close());
  tell(`${fill(station.boxes.ask, { count: passed.length })}\n`);
  const matched = await matchBoxes(passed, lines, ({ scanned, row }) => {
    const code = scanned.slice(0, mostScannedLetters);
    const said = row ? fill(station.boxes.matched, { port: row.port, sn: row.sn ?? "" }) : station.boxes.foreign;
    tell(`${row ? "" : bell}${printable(`${code}  ${said}`)}\n`);
  });
  lines.close();
  return rows.map((row) => (isPassed(row) ? { ...row, box: matched.has(row) ? "matched" : "missing" } : row));
}

/** Whoever scans looks at the box and not at the screen. */
const bell = "\u0007";
const mostScannedLetters = 120;

function ended(
  rows: readonly PortRow[],
  report: string,
  { json, print, texts }: StationShell & { readonly json: boolean; readonly texts: CommandTexts },
): number {
  const stopped = rows.some(({ result }) => result === "stopped");
  const all = rows.every((row) => isPassed(row) && row.box !== "missing");
  const exit: KioskExit = stopped ? "interrupted" : all ? "done" : "notAll";
  if (json) {
    print(textOf({ format, exitCode: kioskExitCodes[exit], report, ports: [...rows] }));
    return kioskExitCodes[exit];
  }
  const passed = rows.filter(isPassed).length;
  print(fill(texts.station.progress, { passed, failed: rows.length - passed, all: rows.length }));
  for (const line of [...labelLines(rows, texts), ...boxLines(rows, texts)]) print(line);
  print(fill(texts.station.written, { report }));
  return kioskExitCodes[exit];
}

/** What is wrong with the printer, once for all the labels that are missing. */
function labelLines(rows: readonly PortRow[], texts: CommandTexts): readonly string[] {
  const missing = rows.flatMap(({ label }) => (label === undefined || label === "printed" ? [] : [label]));
  const [code] = missing;
  if (code === undefined) return [];
  const failure = failureLine({ code } as SaidFailure, texts);
  return [fill(texts.station.labels.missing, { count: missing.length, failure })];
}

function boxLines(rows: readonly PortRow[], { station }: CommandTexts): readonly string[] {
  const missing = rows.filter(({ box }) => box === "missing");
  const sns = missing.map(({ sn }) => sn).join(", ");
  return missing.length > 0 ? [fill(station.boxes.missing, { count: missing.length, sns })] : [];
}

/** The first option that is missing or says what it cannot. */
function wrongAmong(typed: Typed): string | null {
  if (!typed.texts("lang").every(isLang)) return "--lang";
  const missing = (["ports", "codes", "config"] as const).find((name) => !typed.text(name));
  return missing ? `--${missing}` : null;
}

/** Usage, and what there is to know besides. */
function helpLines({ station }: CommandTexts): readonly string[] {
  return [station.usage, station.about, "", ...station.options, "", ...station.notes];
}

function textOf(report: StationReport): string {
  return JSON.stringify(report, null, 1);
}
