/** What is said before anybody could choose a language: in one after the other. */

import { startEn } from "./en/start.ts";
import type { StartTexts } from "./startTexts.ts";
import { startZhCN } from "./zh-CN/start.ts";

export function inEachLanguage(say: (texts: StartTexts) => string): readonly string[] {
  return [startZhCN, startEn].map(say);
}
