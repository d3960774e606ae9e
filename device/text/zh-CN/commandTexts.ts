/** 命令行的全部中文用语。 */

import type { CommandTexts } from "../commandTexts.ts";
import { commandLineZhCN } from "./commandLine.ts";
import { errorsZhCN } from "./errors.ts";
import { kioskCommandsZhCN } from "./kioskCommands.ts";
import { setupZhCN } from "./setup.ts";
import { staffTexts } from "./staff.ts";
import { stationZhCN } from "./station.ts";
import { terminalCommandsZhCN } from "./terminalCommands.ts";
import { texts } from "./texts.ts";
import { verifyZhCN } from "./verify.ts";

export const commandTextsZhCN: CommandTexts = {
  page: texts,
  errors: errorsZhCN,
  staff: staffTexts,
  commandLine: commandLineZhCN,
  kiosk: kioskCommandsZhCN,
  setup: setupZhCN,
  station: stationZhCN,
  terminal: terminalCommandsZhCN,
  verify: verifyZhCN,
};
