/** All texts in English that a command may say. */

import type { CommandTexts } from "../commandTexts.ts";
import { commandLineEn } from "./commandLine.ts";
import { staffTexts } from "./staff.ts";
import { terminalCommandsEn } from "./terminalCommands.ts";
import { texts } from "./texts.ts";
import { verifyEn } from "./verify.ts";

export const commandTextsEn: CommandTexts = {
  page: texts,
  staff: staffTexts,
  commandLine: commandLineEn,
  terminal: terminalCommandsEn,
  verify: verifyEn,
};
