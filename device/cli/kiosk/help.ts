/** What --help says of the kiosk's commands. */

import type { CommandTexts } from "../../text/commandTexts.ts";
import { inColumns } from "../columns.ts";
import { type KioskExit, kioskExitCodes, outputLost } from "../exitCodes.ts";
import type { KioskAction } from "./commands.ts";
import { codeMeanings } from "./optionCodes.ts";

export function helpLines({ commandLine, kiosk, page }: CommandTexts): readonly string[] {
  const actions: Readonly<Record<KioskAction, string>> = kiosk.actions;
  const exits: Readonly<Record<KioskExit, string>> = kiosk.exits;
  const list = (rows: Readonly<Record<string, string>>) =>
    Object.entries(rows).map(([name, says]) => `  ${inColumns(name, says, 28)}`);
  return [
    kiosk.about,
    kiosk.usage,
    "",
    kiosk.actionsTitle,
    ...list(actions),
    "",
    commandLine.optionsTitle,
    ...list({ ...kiosk.options, ...commandLine.options }),
    kiosk.secrets,
    "",
    kiosk.codesTitle,
    ...Object.entries(codeMeanings(page)).flatMap(([option, codes]) => [
      `  ${option}`,
      ...list(codes).map((line) => `  ${line}`),
    ]),
    "",
    commandLine.exitsTitle,
    ...(Object.keys(kiosk.exits) as KioskExit[]).map(
      (exit) => `  ${inColumns(String(kioskExitCodes[exit]), exits[exit], 28)}`,
    ),
    ...list({ [String(outputLost)]: commandLine.exits.outputLost }),
  ];
}
