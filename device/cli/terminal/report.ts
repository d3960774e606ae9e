/** What the terminal commands found, in plain lines. Takes every word from terminalWords.ts. */

import type { Language } from "../../contract/codes.ts";
import type { IdentityReport } from "../../identity/reading.ts";
import { terminalExitCodes } from "../exitCodes.ts";
import { say, type Words } from "../say.ts";
import type { TerminalFinding, ValueReport } from "./schema.ts";
import * as words from "./words.ts";

export function findingLines(finding: TerminalFinding, language: Language): readonly string[] {
  switch (finding.command) {
    case "identify":
      return identityLines(finding.identity, language);
    case "status":
      return [...statusLines(finding.status, language), ...diagnosticsLines(finding.diagnostics, language)];
    case "monitor":
      return [...identityLines(finding.identity, language), ...statusLines(finding.status, language)];
    case "probe":
      return probedLines(finding, language);
  }
}

type Found<Command extends TerminalFinding["command"]> = Extract<TerminalFinding, { command: Command }>;

function identityLines(identity: Found<"identify">["identity"], language: Language): readonly string[] {
  const names = Object.keys(words.fields) as (keyof IdentityReport)[];
  // Of the numbers that hardly any terminal has, only those are told that this one has.
  const shown = names.filter((name) => always.has(name) || !isUnsupported(identity[name]));
  return shown.flatMap((name) => valueLines(say(words.fields[name], language), identity[name], language));
}

const always: ReadonlySet<keyof IdentityReport> = new Set(["sn", "imei", "manufacturer", "model", "firmware"]);

function isUnsupported(value: ValueReport): boolean {
  return value.status === "unreadable" && value.problem === "not-supported";
}

function valueLines(name: string, value: ValueReport, language: Language): readonly string[] {
  if (value.status === "unreadable") {
    const masked = value.masked.join(" / ");
    const problem = say(words.problems[value.problem], language, { masked });
    return [line(name, say(words.unreadable, language, { problem }))];
  }
  const told = say(words.told, language, { value: value.value, source: value.source });
  const warned = value.warnings.map((code) =>
    say(words.warning, language, { warning: say(words.warnings[code], language) }),
  );
  return [line(name, told), ...warned];
}

function unreadableText(problem: keyof typeof words.problems, language: Language): string {
  return say(words.unreadable, language, { problem: say(words.problems[problem], language) });
}

/** Tamper switch and printer only where the terminal tells of them. */
function statusLines(status: Found<"status">["status"], language: Language): readonly string[] {
  const { battery, signal, registration, tamper, printer } = status;
  const unreadable = (problem: keyof typeof words.problems) => unreadableText(problem, language);
  const charge =
    battery.status === "read"
      ? say(words.powers[battery.power], language, { percent: battery.percent })
      : unreadable(battery.problem);
  const strength =
    signal.status === "read"
      ? say(words.signals[signal.dbm === null ? "unknown" : "known"], language, { dbm: signal.dbm ?? "" })
      : unreadable(signal.problem);
  const network =
    registration.status === "read"
      ? say(words.registrations[registration.registered ? "yes" : "no"], language)
      : unreadable(registration.problem);
  return [
    line(say(words.status.battery, language), charge),
    line(say(words.status.signal, language), strength),
    line(say(words.status.registration, language), network),
    ...(tamper ? [line(say(words.status.tamper, language), say(words.tampers[tamper], language))] : []),
    ...(printer ? [line(say(words.status.printer, language), say(words.printers[printer], language))] : []),
  ];
}

/** What the terminal has no command for is left out. */
function diagnosticsLines(diagnostics: Found<"status">["diagnostics"], language: Language): readonly string[] {
  const { sim, card, radio, networks } = diagnostics;
  const told = (name: Words, text: string) => [line(say(name, language), text)];
  const missed = (name: Words, problem: keyof typeof words.problems) =>
    problem === "not-supported" ? [] : told(name, unreadableText(problem, language));
  const names = Object.keys(words.networks) as (keyof typeof networks)[];
  return [
    ...(sim.status === "read"
      ? told(words.status.sim, say(words.sims[sim.state], language))
      : missed(words.status.sim, sim.problem)),
    ...(card.status === "read" ? told(words.status.card, card.masked) : missed(words.status.card, card.problem)),
    ...(radio.status === "read"
      ? told(words.status.radio, say(words.radios[radio.radio], language))
      : missed(words.status.radio, radio.problem)),
    ...names.flatMap((name) => {
      const reading = networks[name];
      if (reading.status === "unreadable") return missed(words.networks[name], reading.problem);
      const state = say(words.networkStates[reading.state], language);
      const cause = reading.rejectCause;
      return told(words.networks[name], cause === null ? state : say(words.rejected, language, { state, cause }));
    }),
  ];
}

function probedLines({ probed, found }: Found<"probe">, language: Language): readonly string[] {
  const lines = probed.map(({ baudRate, driver, heard }) =>
    say(words.probedLine, language, {
      baudRate: String(baudRate).padEnd(6),
      driver: driver.padEnd(3),
      heard: say(words.heard[heard], language),
    }),
  );
  return found ? [...lines, say(words.found, language, found)] : lines;
}

function line(name: string, text: string): string {
  return `${name}${" ".repeat(Math.max(2, 26 - widthOf(name)))}${text}`;
}

/** Han characters and their signs take two columns of a terminal. */
function widthOf(text: string): number {
  return [...text].reduce((width, char) => width + (char > "\u2e7f" ? 2 : 1), 0);
}

export function helpLines(language: Language): readonly string[] {
  const list = (rows: readonly (readonly [string, Words])[]) =>
    rows.map(([name, says]) => `  ${name.padEnd(17)}${say(says, language)}`);
  const exits = Object.entries(terminalExitCodes).map(([name, code]) => {
    return [String(code), words.exits[name as keyof typeof terminalExitCodes]] as const;
  });
  return [
    say(words.headings.about, language),
    say(words.usage, language),
    "",
    say(words.headings.commands, language),
    ...list(Object.entries(words.commands)),
    "",
    say(words.headings.options, language),
    ...list(words.options),
    "",
    say(words.headings.exits, language),
    ...list(exits),
  ];
}
