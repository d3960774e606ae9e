/** The terminal behind a port, asked in the language that it speaks, or told by its platform: the one place where a driver is chosen. */

import type { Recognise } from "../identity/sameTerminal.ts";
import type { Clock } from "../ports/clock.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { PlatformTerminal } from "../ports/platformTerminal.ts";
import type { SerialLinkOpener } from "../ports/serialLink.ts";
import { createAtTerminal } from "./at/terminal.ts";
import { createPlatformTerminal } from "./platform/terminal.ts";
import { createProbedTerminal } from "./probedTerminal.ts";
import { createSlfLine } from "./slf/line.ts";
import { createSlfPaymentApp } from "./slf/paymentApp.ts";
import { createSlfTerminal } from "./slf/terminal.ts";
import type { Driver, Terminal } from "./terminal.ts";

export type TerminalOnLine = {
  readonly terminal: Terminal;
  /** The payments that the terminal takes itself, ordered over its own line; null where that line has no word for them. */
  readonly payments: ((recognise: Recognise) => PaymentApp) | null;
};

/** A platform's terminal; its payments are ordered over no line. */
export function createTerminalOfPlatform(platform: PlatformTerminal): TerminalOnLine {
  return { terminal: createPlatformTerminal(platform), payments: null };
}

/** Without a named driver, what the terminal speaks is found out with the first read. */
export function createTerminal(port: { opener: SerialLinkOpener; clock: Clock }, driver?: Driver): TerminalOnLine {
  if (driver === "at") return { terminal: createAtTerminal(port), payments: null };
  const line = createSlfLine(port);
  const slf = createSlfTerminal(line);
  if (driver === "slf") return { terminal: slf, payments: (recognise) => createSlfPaymentApp(line, recognise) };
  return { terminal: createProbedTerminal([createAtTerminal(port), slf]), payments: null };
}
