/** The words of paper in each language, for whoever puts a kiosk with a printer together. */

import type { Language } from "../contract/codes.ts";
import { paperEn } from "./en/paper.ts";
import { unbindEn } from "./en/unbind.ts";
import type { PaperWords } from "./paperTexts.ts";
import { paperZhCN } from "./zh-CN/paper.ts";
import { unbindZhCN } from "./zh-CN/unbind.ts";

const words: Readonly<Record<Language, PaperWords>> = {
  "zh-CN": { language: "zh-CN", paper: paperZhCN, unbind: unbindZhCN },
  en: { language: "en", paper: paperEn, unbind: unbindEn },
};

export function paperWordsOf(language: Language): PaperWords {
  return words[language];
}
