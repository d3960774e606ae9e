/** The texts of a language, each loaded as a piece of its own when it is first wanted, and then kept. */

import type { Language } from "../contract/codes.ts";
import type { Texts } from "./texts.ts";

const pieces: Readonly<Record<Language, () => Promise<{ readonly texts: Texts }>>> = {
  "zh-CN": () => import("./zh-CN/texts.ts"),
  en: () => import("./en/texts.ts"),
};
const kept = new Map<Language, Texts>();

/** Undefined until they are loaded. */
export function textsOf(language: Language): Texts | undefined {
  return kept.get(language);
}

export async function loadTexts(language: Language): Promise<Texts> {
  const known = kept.get(language);
  if (known) return known;
  const { texts } = await pieces[language]();
  kept.set(language, texts);
  return texts;
}
