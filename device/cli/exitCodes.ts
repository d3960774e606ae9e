/** What a command's end says to the program that called it. */

import type { TerminalFailure } from "../link/terminal.ts";

export const exitCodes = {
  /** Everything holds, and it proves to anybody that the upstream ended the binding, or agreed to its end offline. */
  proven: 0,
  /** It was looked at, and something in it is wrong. */
  wrong: 1,
  /** It was not looked at: wrong arguments, a file that cannot be read or is too large. */
  notLooked: 2,
  /** Everything holds, and it proves less than an unbind. */
  notUnbound: 3,
  /** Everything holds, and the binding ended on a code that proves nothing to third parties; there is no receipt yet. */
  notProvable: 4,
} as const;

/** The same for the commands that ask a terminal. 1 and 2 mean what they mean above: looked at and wanting, not looked at. */
export const terminalExitCodes = {
  /** Everything that was asked for was read. */
  done: 0,
  /** The terminal answered, and something of what was asked for could not be read. */
  incomplete: 1,
  /** Wrong arguments, or a file that cannot be written. */
  notLooked: 2,
  /** The port is open and nobody answers. */
  silent: 10,
  /** Bytes come, and no answer is among them: a wrong rate, or something else than a terminal. */
  garbage: 11,
  /** The port went away in the middle. */
  lost: 12,
  /** What was plugged in again is another device. */
  anotherTerminal: 13,
  /** No such port. */
  missing: 20,
  /** Another program holds the port. */
  busy: 21,
  /** This user may not open the port. */
  denied: 22,
  /** What has this name is no serial port. */
  notATty: 23,
  /** The port does not open, for a reason of the system's own. */
  openFailed: 24,
  /** Several ports are what was asked for. */
  ambiguous: 25,
  /** Ctrl-C before the end, as shells count it. */
  interrupted: 130,
} as const;

export type TerminalExit = keyof typeof terminalExitCodes;

export const exitOfFailure: Record<TerminalFailure["code"] | "cli/file-unwritable", TerminalExit> = {
  "cli/file-unwritable": "notLooked",
  "link/no-answer": "silent",
  "link/garbage": "garbage",
  "link/wrong-rate": "garbage",
  "link/closed": "lost",
  "link/aborted": "interrupted",
  "link/another-terminal": "anotherTerminal",
  "link/port-missing": "missing",
  "link/port-busy": "busy",
  "link/port-denied": "denied",
  "link/not-a-tty": "notATty",
  "link/open-failed": "openFailed",
  "link/port-ambiguous": "ambiguous",
};
