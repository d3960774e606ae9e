/** What --help says of the kiosk's commands. */

import type { Language } from "../../contract/codes.ts";
import { kioskExitCodes } from "../exitCodes.ts";
import { say, type Words } from "../say.ts";
import { widthOf } from "./report.ts";
import * as words from "./words.ts";

export function helpLines(language: Language): readonly string[] {
  const list = (rows: readonly (readonly [string, Words])[]) =>
    rows.map(([name, says]) => `  ${name}${" ".repeat(Math.max(2, 28 - widthOf(name)))}${say(says, language)}`);
  const exits = Object.entries(words.exits).map(([name, says]) => {
    return [String(kioskExitCodes[name as keyof typeof words.exits]), says] as const;
  });
  return [
    say(words.headings.about, language),
    say(words.usage, language),
    "",
    say(words.headings.actions, language),
    ...list(Object.entries(words.actions)),
    "",
    say(words.headings.options, language),
    ...list(words.options),
    say(words.headings.secrets, language),
    "",
    say(words.headings.exits, language),
    ...list(exits),
  ];
}
