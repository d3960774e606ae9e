/** What a command's end says to the program that called it. */

import type { TerminalFailure } from "../link/terminal.ts";

export const exitCodes = {
  /** Everything holds, and it proves to anybody that the upstream ended the binding, or agreed to its end offline. */
  proven: 0,
  /** It was looked at, and something in it is wrong. */
  wrong: 1,
  /** It was not looked at: wrong arguments, a file that cannot be read or is too large. */
  notLooked: 2,
  /** Everything holds, and it shows no unbind. That there was none it does not prove. */
  notUnbound: 3,
  /** Everything holds, and the binding ended on a code that proves nothing to third parties; there is no receipt yet. */
  notProvable: 4,
  /** Everything holds, and it proves an unbind only if the key that the file calls the upstream's is: none was given. */
  notPinned: 5,
} as const;

/**
 * Of any command, in the place of its own: standard output could not take what was found, so that a program read a part of
 * it at most. What was to be done is done. As sysexits has it.
 */
export const outputLost = 74;

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

/** For the commands that are the kiosk without its screen. What a terminal's line does wrong has the codes above. */
export const kioskExitCodes = {
  /** What was asked for is done; of an unbind: unbound, wiped, and the upstream has the attestation. */
  done: 0,
  /** The upstream, the terminal or the kiosk itself said no, or could not. The code says who and why. */
  refused: 1,
  /** Wrong arguments, or a file that cannot be used. */
  notLooked: 2,
  /** A station's run in which not all passed. */
  notAll: 3,
  /** The request is with the provider, who decides how long it takes; or its outcome is not known yet. */
  waitsForProvider: 40,
  /** A person has to do something: execute, approve, type a code, put right what stops it. */
  waitsForPerson: 41,
  /** A required check failed, so nothing was signed. */
  blocked: 42,
  /** The request ended and the binding lives on: rejected, withdrawn or run out. */
  stillBound: 43,
  /** Nobody agreed to what would have been signed. */
  notConfirmed: 44,
  /** This role may not do that, or not alone. */
  notPermitted: 45,
  /** The PIN was wrong, not good enough, or nobody gave one. */
  wrongPin: 46,
  /** No PIN is taken now: a wait after wrong ones, or the role is locked. */
  pinLocked: 47,
  /** The kiosk is out of service, e.g. its journal or key cannot be used. */
  outOfService: 70,
  /** Another process, the kiosk itself most likely, works on the same state. */
  inUse: 75,
  /** The configuration file cannot be used. */
  config: 78,
  /** Ctrl-C. What was begun is in the journal and goes on with the next command. */
  interrupted: 130,
} as const;

export type KioskExit = keyof typeof kioskExitCodes;

/** For the first setup. Only with `done` is the kiosk set up; nothing was written after the last two. */
export const setupExitCodes = {
  done: 0,
  /** The terminal, the provider or the service did not answer. */
  silent: 1,
  /** Wrong arguments, a question that nobody answered, or a file that cannot be used. */
  notLooked: 2,
  /** Ctrl-C before the end. */
  interrupted: 130,
} as const;
