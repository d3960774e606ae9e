/** All texts in English that a command may say. */

import type { CommandTexts } from "../commandTexts.ts";
import { commandLineEn } from "./commandLine.ts";
import { errorsEn } from "./errors.ts";
import { kioskCommandsEn } from "./kioskCommands.ts";
import { setupEn } from "./setup.ts";
import { staffTexts } from "./staff.ts";
import { stationEn } from "./station.ts";
import { terminalCommandsEn } from "./terminalCommands.ts";
import { texts } from "./texts.ts";
import { verifyEn } from "./verify.ts";

export const commandTextsEn: CommandTexts = {
  page: texts,
  errors: errorsEn,
  staff: staffTexts,
  commandLine: commandLineEn,
  kiosk: kioskCommandsEn,
  setup: setupEn,
  station: stationEn,
  terminal: terminalCommandsEn,
  verify: verifyEn,
};
