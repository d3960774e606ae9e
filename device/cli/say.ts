/** How a command says a sentence: in the language that was asked for, its facts filled in, safe for a screen. */

export type Language = "zh" | "en";

/** `{name}` stands for a fact. */
export type Words = Readonly<Record<Language, string>>;

export type SaidFacts = Readonly<Record<string, string | number | undefined>>;

/** `nameOf` says a fact in its own words; as it is where left out. */
export function say(
  sentence: Words,
  language: Language,
  facts: SaidFacts = {},
  nameOf: (name: string, value: string) => string = (_, value) => value,
): string {
  const filled = sentence[language].replace(/\{(\w+)\}/g, (_, name) => nameOf(name, String(facts[name] ?? "")));
  return printable(filled);
}

/** No byte of a file may move the cursor, colour the text or turn its direction. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
