/** Which exit code a failure ends a command with. */

import type { KioskExit } from "../exitCodes.ts";

const exits: Readonly<Record<string, KioskExit>> = {
  "cli/arguments-wrong": "notLooked",
  "cli/value-unknown": "notLooked",
  "cli/secret-in-arguments": "notLooked",
  "cli/fd-unreadable": "notLooked",
  "cli/file-unreadable": "notLooked",
  "cli/file-too-large": "notLooked",
  "cli/binding-missing": "notLooked",
  "cli/binding-ambiguous": "notLooked",
  "cli/reason-unknown": "notLooked",
  "cli/role-needed": "notLooked",
  "cli/no-code": "notLooked",
  "cli/no-printer": "notLooked",
  "cli/no-pin-source": "wrongPin",
  "cli/pin-ended": "wrongPin",
  "pin/wrong": "wrongPin",
  "pin/too-short": "wrongPin",
  "pin/too-guessable": "wrongPin",
  "pin/not-repeated": "wrongPin",
  "pin/already-used": "wrongPin",
  "pin/wait": "pinLocked",
  "pin/locked": "pinLocked",
  "pin/same-person": "notPermitted",
  "host/not-permitted": "notPermitted",
  "host/needs-second-person": "notPermitted",
  "host/needs-upstream-grant": "notPermitted",
  "host/not-authenticated": "notPermitted",
  "cli/not-confirmed": "notConfirmed",
  "cli/sn-tail-wrong": "notConfirmed",
  "cli/in-use": "inUse",
  "cli/interrupted": "interrupted",
  "cli/timed-out": "waitsForProvider",
  "config/unusable": "config",
};

/** Everything else is a no of the upstream, the terminal or the kiosk. */
export function exitOfFailure(code: string): KioskExit {
  return exits[code] ?? "refused";
}
