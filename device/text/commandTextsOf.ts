/** The texts of a command in a language. A command speaks at once, so that nothing is loaded later. */

import type { Language } from "../contract/codes.ts";
import type { CommandTexts } from "./commandTexts.ts";
import { commandTextsEn } from "./en/commandTexts.ts";
import { commandTextsZhCN } from "./zh-CN/commandTexts.ts";

export const commandTextsOf: Readonly<Record<Language, CommandTexts>> = {
  "zh-CN": commandTextsZhCN,
  en: commandTextsEn,
};
