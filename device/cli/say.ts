/** How a command says a sentence: in the language that was asked for, its facts filled in, safe for a screen. */

import type { Language } from "../contract/codes.ts";

/** `{name}` stands for a fact. */
export type Words = Readonly<Record<"zh" | "en", string>>;

export type SaidFacts = Readonly<Record<string, string | number | undefined>>;

export function say(sentence: Words, language: Language, facts: SaidFacts = {}): string {
  return fill(sentence[language === "en" ? "en" : "zh"], facts);
}

/** `{name}` in a sentence stands for a fact. `nameOf` says a fact in its own words; as it is where left out. */
export function fill(
  sentence: string,
  facts: SaidFacts = {},
  nameOf: (name: string, value: string) => string = (_, value) => value,
): string {
  return printable(sentence.replace(/\{(\w+)\}/g, (_, name) => nameOf(name, String(facts[name] ?? ""))));
}

/** No byte of a file may move the cursor, colour the text or turn its direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
