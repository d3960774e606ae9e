/**
 * The project's own torture: `npm run torture -- --rounds N [--seed S] [--from ROUND] [--at-once N]`.
 * Exits with 0 when nothing was broken, with 1 when something was, with 2 for wrong arguments.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildApp } from "../../build/bundle.ts";
import { mayMount } from "../support/mountedDisk.ts";
import { playRound, type RoundReport } from "./round.ts";

const usage = "npm run torture -- [--rounds N] [--seed TEXT] [--from ROUND] [--at-once N]";

type Wishes = { readonly rounds: number; readonly seed: string; readonly from: number; readonly atOnce: number };

function wishesOf(argv: readonly string[]): Wishes | null {
  const option = { type: "string" } as const;
  const options = { rounds: option, seed: option, from: option, "at-once": option };
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const numbers = { rounds: values.rounds ?? "5", from: values.from ?? "0", atOnce: values["at-once"] ?? "2" };
    if (!Object.values(numbers).every((text) => /^\d{1,5}$/.test(text))) return null;
    const seed = values.seed ?? Math.random().toString(36).slice(2, 10);
    return {
      seed,
      rounds: Number(numbers.rounds),
      from: Number(numbers.from),
      atOnce: Math.max(1, Number(numbers.atOnce)),
    };
  } catch {
    return null;
  }
}

async function torture({ rounds, seed, from, atOnce }: Wishes): Promise<boolean> {
  const appDir = mkdtempSync(join(tmpdir(), "jiebang-torture-app-"));
  try {
    await buildApp({ into: appDir });
    const program = join(appDir, "main", "terminal.js");
    console.log(`seed ${seed}`);
    if (!mayMount) console.log("no disk may be mounted here, so none is full or read-only");
    const reports: RoundReport[] = [];
    let next = from;
    const work = async () => {
      while (next < from + rounds) {
        const round = next++;
        const report = await playRound({ seed, round, program });
        reports.push(report);
        for (const line of linesOf(report, seed)) console.log(line);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    console.log(summaryOf(reports));
    return reports.every(({ broken }) => broken.length === 0);
  } finally {
    rmSync(appDir, { recursive: true, force: true });
  }
}

function linesOf(report: RoundReport, seed: string): readonly string[] {
  const { round, driver, state, commands, deaths, lies, troubles, tookMs, broken, story } = report;
  const told = Object.entries(troubles).map(([name, times]) => `${name} ${times}`);
  const verdict = broken.length === 0 ? "ok" : "BROKEN";
  const line = `round ${round} ${driver}: ${verdict} ${state}, ${commands} commands, ${deaths} deaths, ${lies} lies, ${told.join(", ")}, ${(tookMs / 1_000).toFixed(1)} s`;
  if (broken.length === 0) return [line];
  const again = `  again: npm run torture -- --seed ${seed} --from ${round} --rounds 1`;
  return [line, ...broken.map((each) => `  ${each}`), ...story.map((step) => `  | ${step}`), again];
}

function summaryOf(reports: readonly RoundReport[]): string {
  const ended = new Map<string, number>();
  for (const { state } of reports) ended.set(state, (ended.get(state) ?? 0) + 1);
  const broken = reports.filter((report) => report.broken.length > 0).length;
  const sum = (of: (report: RoundReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const ends = [...ended].map(([state, times]) => `${state} ${times}`).join(", ");
  return `${reports.length} rounds, ${broken} broken; ${ends}; ${sum(({ commands }) => commands)} commands, ${sum(({ deaths }) => deaths)} deaths, ${sum(({ lies }) => lies)} lies`;
}

const wishes = wishesOf(process.argv.slice(2));
if (wishes) process.exitCode = (await torture(wishes)) ? 0 : 1;
else {
  console.error(usage);
  process.exitCode = 2;
}
