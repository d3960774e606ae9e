/** How a command says a sentence: its facts filled in, safe for a screen. */

export type SaidFacts = Readonly<Record<string, string | number | undefined>>;

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
