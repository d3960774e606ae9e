/** What a command is: the line that goes out, the lines it owns in what comes back, and the meaning of those. */

import { prefixOf } from "./fields.ts";
import { isUnsolicited } from "./unsolicited.ts";

/** The time classes of commands, in milliseconds: those that only look, those that read memory, those that ask the SIM. */
export const waitMs = { quick: 1_000, memory: 3_000, sim: 5_000 } as const;

export type AtCommand<T> = {
  /** The command line without its CR (ITU-T V.250 section 5.2.1). */
  readonly line: string;
  /** How long the final result may take. */
  readonly waitMs: number;
  /** Some terminals end this answer without a final result. */
  readonly mayLackFinal?: boolean;
  /** Whether an information line can belong to the answer. */
  owns(line: string): boolean;
  /** The meaning of the lines of an OK answer, or null when they do not have the shape of it. */
  parse(lines: readonly string[]): T | null;
};

/** Owns the lines with one of the prefixes, and no others. */
export function ownsPrefixed(...prefixes: readonly string[]): (line: string) => boolean {
  return (line) => prefixes.includes(prefixOf(line) ?? "");
}

/** Owns bare text and the lines with one of the prefixes; a line with another prefix, or of the unsolicited kinds, is not its own. */
export function ownsBareOr(...prefixes: readonly string[]): (line: string) => boolean {
  return (line) => {
    const prefix = prefixOf(line);
    return prefix === null ? !isUnsolicited(line) : prefixes.includes(prefix);
  };
}

/** For a command that has no information of its own. */
export function ownsNothing(): boolean {
  return false;
}

/** The one line of an answer of one line, also when it was said twice; empty when there is none or they differ. */
export function onlyLine(lines: readonly string[]): string {
  return lines.every((line) => line === lines[0]) ? (lines[0] ?? "") : "";
}
