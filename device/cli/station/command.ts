/** `station`: many terminals enrolled at once, without screens. */

import { join } from "node:path";
import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import { readConfig } from "../../shell/config.ts";
import { describeConfigProblems } from "../../shell/configProblems.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { fill } from "../../text/fill.ts";
import { type KioskExit, kioskExitCodes } from "../exitCodes.ts";
import { factsOf, failureLine, type SaidFailure } from "../failureLine.ts";
import { fromWhereTheyStand } from "../files.ts";
import type { Shell } from "../kiosk/command.ts";
import { isLang, languageOf, readOptions, type Typed } from "../options.ts";
import { readCodes } from "./codes.ts";
import { isPassed, openLedger } from "./ledger.ts";
import { findPorts, maxPorts } from "./ports.ts";
import { runStation } from "./run.ts";
import type { StationReport, StationRow } from "./schema.ts";
import { createTable } from "./table.ts";

const kinds = { ports: "text", codes: "text", config: "text", lang: "text", json: "flag", help: "flag" } as const;
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

  const table = createTable(ports, { ...shell, colours: !shell.env.NO_COLOR, after: createNodeClock().after, texts });
  const rows = await runStation(ports, {
    config: config.value,
    codes: codes.value,
    ledger: ledger.value,
    env: shell.env,
    interrupted: shell.interrupted,
    now: Date.now,
    onState: table.show,
  });
  table.end();
  await ledger.value.close();
  return ended(rows, join(config.value.stateDir, "report.csv"), { ...shell, json, texts });
}

export type StationShell = Pick<Shell, "print" | "tell" | "env" | "interrupted"> & {
  /** How wide the screen is on which what is told can be redrawn; null where there is none. */
  readonly columns: number | null;
};

function ended(
  rows: readonly StationRow[],
  report: string,
  { json, print, texts }: StationShell & { readonly json: boolean; readonly texts: CommandTexts },
): number {
  const stopped = rows.some(({ result }) => result === "stopped");
  const exit: KioskExit = stopped ? "interrupted" : rows.every(isPassed) ? "done" : "notAll";
  if (json) {
    print(textOf({ format, exitCode: kioskExitCodes[exit], report, ports: [...rows] }));
    return kioskExitCodes[exit];
  }
  const passed = rows.filter(isPassed).length;
  print(fill(texts.station.progress, { passed, failed: rows.length - passed, all: rows.length }));
  print(fill(texts.station.written, { report }));
  return kioskExitCodes[exit];
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
