/** Texts that are loaded in a language when they are first wanted in it, and then kept. */

import type { Language } from "../contract/codes.ts";

export type TextPiece<Shape> = {
  /** Undefined until they are loaded. */
  in(language: Language): Shape | undefined;
  load(language: Language): Promise<Shape>;
};

export function createTextPiece<Shape>(sources: Readonly<Record<Language, () => Promise<Shape>>>): TextPiece<Shape> {
  const kept: Partial<Record<Language, Shape>> = {};
  return {
    in: (language) => kept[language],
    load: async (language) => (kept[language] ??= await sources[language]()),
  };
}
