/** What a command says: all that the page says, and what is said at a shell alone. */

import type { CommandLineTexts } from "./commandLineTexts.ts";
import type { KioskCommandTexts } from "./kioskCommandTexts.ts";
import type { SetupTexts } from "./setupTexts.ts";
import type { StaffTexts } from "./staffTexts.ts";
import type { StationTexts } from "./stationTexts.ts";
import type { TerminalCommandTexts } from "./terminalCommandTexts.ts";
import type { ErrorTexts, Texts } from "./texts.ts";
import type { VerifyTexts } from "./verifyTexts.ts";

export type CommandTexts = {
  readonly page: Texts;
  readonly errors: ErrorTexts;
  readonly staff: StaffTexts;
  readonly commandLine: CommandLineTexts;
  readonly kiosk: KioskCommandTexts;
  readonly setup: SetupTexts;
  readonly station: StationTexts;
  readonly terminal: TerminalCommandTexts;
  readonly verify: VerifyTexts;
};
