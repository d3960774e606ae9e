/** `station`: many terminals enrolled at once, without screens. */

import { join } from "node:path";
import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import type { Language } from "../../contract/codes.ts";
import { readConfig } from "../../shell/config.ts";
import { describeConfigProblems } from "../../shell/configWords.ts";
import { loadTexts } from "../../text/textsOf.ts";
import { type KioskExit, kioskExitCodes } from "../exitCodes.ts";
import { fromWhereTheyStand } from "../files.ts";
import type { Shell } from "../kiosk/command.ts";
import { failureLines } from "../kiosk/report.ts";
import { languageOf, readOptions } from "../options.ts";
import { say } from "../say.ts";
import { readCodes } from "./codes.ts";
import { isPassed, openLedger } from "./ledger.ts";
import { findPorts, maxPorts } from "./ports.ts";
import { runStation } from "./run.ts";
import type { StationReport, StationRow } from "./schema.ts";
import { createTable } from "./table.ts";
import * as words from "./words.ts";

const kinds = { ports: "text", codes: "text", config: "text", lang: "text", json: "flag", help: "flag" } as const;
const format = "jiebang-station/1";

type Failure = { readonly code: string } & Readonly<Record<string, unknown>>;

export async function stationCommand(argv: readonly string[], shell: StationShell): Promise<number> {
  const read = readOptions(argv, kinds);
  const typed = read.ok ? read.value : read.error.typed;
  const language: Language = languageOf(typed);
  const texts = await loadTexts(language);
  const json = typed.has("json");

  const failed = (exit: KioskExit, failure: Failure): number => {
    const { code, ...rest } = failure;
    const facts = Object.entries(rest).filter(([, fact]) => typeof fact === "string" || typeof fact === "number");
    if (!json) for (const line of failureLines(failure, texts, language, words.failures)) shell.print(line);
    else
      shell.print(
        textOf({
          format,
          exitCode: kioskExitCodes[exit],
          failure: { code, facts: Object.fromEntries(facts) } as never,
        }),
      );
    return kioskExitCodes[exit];
  };
  if (typed.has("help")) {
    for (const line of [words.usage, ...words.help]) shell.print(say(line, language));
    return kioskExitCodes.done;
  }
  const missing = (["ports", "codes", "config"] as const).find((name) => !typed.text(name));
  const wrong = read.ok ? missing && `--${missing}` : read.error.argument;
  if (wrong !== undefined) return failed("notLooked", { code: "cli/arguments-wrong", argument: wrong });

  const configPath = fromWhereTheyStand(typed.text("config") ?? "");
  const config = readConfig(configPath);
  if (!config.ok) {
    const problems = config.error.problems.map(({ code }) => code).join(", ");
    if (!json) for (const line of describeConfigProblems(configPath, config.error.problems)) shell.print(line);
    return json ? failed("config", { code: "config/unusable", problems }) : kioskExitCodes.config;
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

  const table = createTable(ports, { ...shell, after: createNodeClock().after, texts, language });
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
  return ended(rows, join(config.value.stateDir, "report.csv"), { ...shell, json, language });
}

export type StationShell = Pick<Shell, "print" | "tell" | "env" | "interrupted"> & {
  /** How wide the screen is on which what is told can be redrawn; null where there is none. */
  readonly columns: number | null;
};

function ended(
  rows: readonly StationRow[],
  report: string,
  { json, print, language }: StationShell & { readonly json: boolean; readonly language: Language },
): number {
  const stopped = rows.some(({ result }) => result === "stopped");
  const exit: KioskExit = stopped ? "interrupted" : rows.every(isPassed) ? "done" : "notAll";
  if (json) {
    print(textOf({ format, exitCode: kioskExitCodes[exit], report, ports: [...rows] }));
    return kioskExitCodes[exit];
  }
  const passed = rows.filter(isPassed).length;
  print(say(words.progress, language, { passed, failed: rows.length - passed, all: rows.length }));
  print(say(words.written, language, { report }));
  return kioskExitCodes[exit];
}

function textOf(report: StationReport): string {
  return JSON.stringify(report, null, 1);
}
