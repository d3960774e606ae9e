/** A failure of the kiosk's commands and of a station, in one line. */

import { type ErrorCode, errorCode } from "../contract/errors.ts";
import type { CommandTexts } from "../text/commandTexts.ts";
import { fill, printable } from "../text/fill.ts";

/** What only a command can fail with. */
type CommandCode =
  | keyof CommandTexts["commandLine"]["failures"]
  | keyof CommandTexts["kiosk"]["failures"]
  | keyof CommandTexts["station"]["failures"];

/** The facts stand beside the code, or in `facts`. */
export type SaidFailure = { readonly code: ErrorCode | CommandCode } & Readonly<Record<string, unknown>>;

export type Coded = { readonly code: string } & Readonly<Record<string, unknown>>;

/** The code, and those of the facts that are text or number. */
export function factsOf({ code, facts, ...rest }: Coded) {
  const told = Object.entries({ ...rest, ...(typeof facts === "object" ? facts : {}) });
  const plain = told.filter((fact): fact is [string, string | number] => ["string", "number"].includes(typeof fact[1]));
  return { code, facts: Object.fromEntries(plain) };
}

/** The sentence and what to do about it: that of the page, or of the command line where only it can fail so. */
export function failureLine(failure: SaidFailure, { errors, commandLine, kiosk, station }: CommandTexts): string {
  const { code } = failure;
  const { facts } = factsOf(failure);
  if (isErrorCode(code)) {
    const { sentence, remedy } = errors[code];
    const told = Object.entries(facts).map(([name, fact]) => `${name}=${fact}`);
    return printable(`[${code}] ${sentence} ${remedy}${told.length > 0 ? ` (${told.join(", ")})` : ""}`);
  }
  const sentences = { ...commandLine.failures, ...kiosk.failures, ...station.failures };
  return `[${code}] ${fill(sentences[code], facts)}`;
}

function isErrorCode(code: ErrorCode | CommandCode): code is ErrorCode {
  return errorCode.safeParse(code).success;
}
