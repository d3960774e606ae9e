/** The texts of each language, which come in a script of its own: the page's starts without waiting for them. */

import type { Language } from "../../device/contract/codes.ts";
import type { StaffTexts } from "../../device/text/staffTexts.ts";
import type { ErrorTexts, Texts } from "../../device/text/texts.ts";

type Spoken = { readonly texts: Texts; readonly staffTexts: StaffTexts; readonly errors: ErrorTexts };

declare global {
  interface Window {
    /** Called by the script of a language, once. */
    jiebangSpeaks?(language: Language, spoken: Spoken): void;
  }
}

const come: Partial<Record<Language, (spoken: Spoken) => void>> = {};
const languages: Readonly<Record<Language, Promise<Spoken>>> = {
  "zh-CN": new Promise((resolve) => {
    come["zh-CN"] = resolve;
  }),
  en: new Promise((resolve) => {
    come.en = resolve;
  }),
};
self.jiebangSpeaks = (language, spoken) => come[language]?.(spoken);

/** Resolves when its script has run; the page holds one for every language. */
export const spoken = (language: Language): Promise<Spoken> => languages[language];
