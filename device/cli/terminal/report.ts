/** What the terminal commands found, in plain lines. */

import type { IdentityReport } from "../../identity/reading.ts";
import type { TerminalFailure } from "../../link/terminal.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { fill, printable } from "../../text/fill.ts";
import { inColumns, row } from "../columns.ts";
import { outputLost, terminalExitCodes } from "../exitCodes.ts";
import { type Unreadable, unreadableText } from "../unreadable.ts";
import type { TerminalFinding, ValueReport } from "./schema.ts";

export function findingLines(finding: TerminalFinding, texts: CommandTexts): readonly string[] {
  return linesOf(finding, texts).map(printable);
}

function linesOf(finding: TerminalFinding, texts: CommandTexts): readonly string[] {
  switch (finding.command) {
    case "identify":
      return identityLines(finding.identity, texts);
    case "status":
      return [...statusLines(finding.status, texts), ...diagnosticsLines(finding.diagnostics, texts)];
    case "monitor":
      return [...identityLines(finding.identity, texts), ...statusLines(finding.status, texts)];
    case "probe":
      return probedLines(finding, texts);
  }
}

type Found<Command extends TerminalFinding["command"]> = Extract<TerminalFinding, { command: Command }>;

function identityLines(identity: Found<"identify">["identity"], texts: CommandTexts): readonly string[] {
  const { sn, imei, manufacturer, model, firmware } = texts.page.terminal.values;
  const { imeiWithoutCheckDigit, meid, esn, vendorSn } = texts.terminal.fields;
  const { imeisv, tusn } = texts.staff.diagnostics.names;
  const rare = { imeiWithoutCheckDigit, imeisv, meid, esn, vendorSn, tusn };
  const names: Readonly<Record<keyof IdentityReport, string>> = { sn, imei, ...rare, manufacturer, model, firmware };
  // Of the numbers that hardly any terminal has, only those are told that this one has.
  const shown = (Object.keys(names) as (keyof IdentityReport)[]).filter(
    (field) => !(field in rare && isUnsupported(identity[field])),
  );
  return shown.flatMap((field) => valueLines(names[field], identity[field], texts));
}

function isUnsupported(value: ValueReport): boolean {
  return value.status === "unreadable" && value.problem === "not-supported";
}

function valueLines(name: string, value: ValueReport, texts: CommandTexts): readonly string[] {
  const { warnings, source } = texts.page.terminal;
  if (value.status === "unreadable") return [row(name, unreadableText(value, texts))];
  return [
    row(name, `${value.value}    ${source(value.source)}`),
    ...value.warnings.map((code) => fill(texts.terminal.warning, { warning: warnings[code] })),
  ];
}

/** Tamper switch and printer only where the terminal tells of them. */
function statusLines(status: Found<"status">["status"], texts: CommandTexts): readonly string[] {
  const { battery, signal, registration, tamper, printer } = status;
  const { home } = texts.page.screens;
  const { registered, notRegistered, notTold } = texts.page.terminal;
  const { names } = texts.staff.diagnostics;
  const charge = battery.status === "read" ? chargeText(battery, texts) : unreadableText(battery, texts);
  const strengthText = (dbm: number | null) => (dbm === null ? notTold : `${dbm} dBm`);
  const strength = signal.status === "read" ? strengthText(signal.dbm) : unreadableText(signal, texts);
  const networkText = (isIn: boolean) => (isIn ? registered : notRegistered);
  const network =
    registration.status === "read" ? networkText(registration.registered) : unreadableText(registration, texts);
  return [
    row(home.battery, charge),
    row(home.signal, strength),
    row(home.network, network),
    ...(tamper ? [row(names.tamper, texts.terminal.tampers[tamper])] : []),
    ...(printer ? [row(names.printer, texts.terminal.printers[printer])] : []),
  ];
}

type Charge = Extract<Found<"status">["status"]["battery"], { status: "read" }>;

function chargeText({ power, percent }: Charge, { page, commandLine }: CommandTexts): string {
  const told = page.terminal.power[power];
  return power === "none" ? told : fill(commandLine.more, { what: `${percent}%`, more: told });
}

/** What the terminal has no command for is left out. */
function diagnosticsLines(diagnostics: Found<"status">["diagnostics"], texts: CommandTexts): readonly string[] {
  const { sim, card, radio, networks } = diagnostics;
  const { names } = texts.staff.diagnostics;
  const { sims, radios, networkStates, rejected } = texts.terminal;
  const missed = (name: string, reading: Unreadable) =>
    reading.problem === "not-supported" ? [] : [row(name, unreadableText(reading, texts))];
  const networkLines = (name: string, reading: (typeof networks)["lte"]) => {
    if (reading.status === "unreadable") return missed(name, reading);
    const state = networkStates[reading.state];
    const cause = reading.rejectCause;
    return [row(name, cause === null ? state : fill(rejected, { state, cause }))];
  };
  return [
    ...(sim.status === "read" ? [row(names.simState, sims[sim.state])] : missed(names.simState, sim)),
    ...(card.status === "read" ? [row(names.simCard, card.masked)] : missed(names.simCard, card)),
    ...(radio.status === "read" ? [row(names.radio, radios[radio.radio])] : missed(names.radio, radio)),
    ...networkLines(names.circuitNetwork, networks.circuit),
    ...networkLines(names.packetNetwork, networks.packet),
    ...networkLines(names.lteNetwork, networks.lte),
    ...networkLines(names.nrNetwork, networks.nr),
  ];
}

function probedLines({ probed, found }: Found<"probe">, { terminal }: CommandTexts): readonly string[] {
  const lines = probed.map(
    ({ baudRate, driver, heard }) => `${String(baudRate).padEnd(6)}  ${driver.padEnd(3)}  ${terminal.heard[heard]}`,
  );
  return found ? [...lines, fill(terminal.found, found)] : lines;
}

/** An error is the same on the page; what can be done about it is another thing at a shell. */
export function failureLine(
  failure: TerminalFailure | { readonly code: "cli/file-unwritable"; readonly file: string; readonly reason: string },
  { errors, terminal }: CommandTexts,
): string {
  if (failure.code === "cli/file-unwritable") return fill(terminal.failures[failure.code], failure);
  return fill(`${errors[failure.code].sentence} ${terminal.remedies[failure.code]}`, failure);
}

export function helpLines({ commandLine, terminal }: CommandTexts): readonly string[] {
  const list = (rows: readonly (readonly [string, string])[]) =>
    rows.map(([name, says]) => `  ${inColumns(name, says, 17)}`);
  const exits = Object.entries(terminalExitCodes).map(
    ([name, code]) => [String(code), terminal.exits[name as keyof typeof terminalExitCodes]] as const,
  );
  return [
    terminal.about,
    terminal.usage,
    "",
    terminal.commandsTitle,
    ...list(Object.entries(terminal.commands)),
    "",
    commandLine.optionsTitle,
    ...list(Object.entries({ ...terminal.options, ...commandLine.options })),
    "",
    commandLine.exitsTitle,
    ...list([...exits, [String(outputLost), commandLine.exits.outputLost]]),
  ];
}
