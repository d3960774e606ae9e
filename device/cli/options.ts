/** What was typed behind a command: options with and without a value, and the rest. Knows which exist, not what they mean. */

import { parseArgs } from "node:util";
import { err, ok, type Result } from "../base/result.ts";
import type { Language } from "../contract/codes.ts";

export type Typed = {
  /** The last value of an option. */
  text(name: string): string | undefined;
  /** All values of an option, in order. */
  texts(name: string): readonly string[];
  has(name: string): boolean;
  readonly rest: readonly string[];
};

export type OptionKinds = Readonly<Record<string, "flag" | "text">>;

export type ArgumentsFailure = {
  readonly code: "cli/arguments-wrong";
  readonly language: Language;
  /** The one that is wrong or missing. */
  readonly argument: string;
};

/** What `--lang` takes. */
const languages = new Map<string, Language>([
  ["zh", "zh-CN"],
  ["en", "en"],
]);

export const languageWords: readonly string[] = [...languages.keys()];

export function isLang(text: string): boolean {
  return languages.has(text);
}

/** Chinese where nobody says otherwise. */
export function languageOf(typed: Typed): Language {
  return languages.get(typed.text("lang") ?? "") ?? "zh-CN";
}

/** `argument` of a failure is the first that is wrong: unknown, without its value, or with one that it does not take. */
export function readOptions(
  argv: readonly string[],
  kinds: OptionKinds,
): Result<Typed, { readonly code: "cli/arguments-wrong"; readonly argument: string; readonly typed: Typed }> {
  const options = Object.entries(kinds).map(([name, kind]) => {
    return [name, { type: kind === "flag" ? "boolean" : "string", multiple: true }] as const;
  });
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(options),
  });
  const textsOf = (name: string) => [values[name] ?? []].flat().filter((value) => typeof value === "string");
  const typed: Typed = {
    text: (name) => textsOf(name).at(-1),
    texts: textsOf,
    has: (name) => Object.hasOwn(values, name),
    rest: positionals,
  };
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
    const wrong = kind === undefined || (kind === "text") !== (token.value !== undefined);
    // The next option was taken for the value that is missing here; a value that looks so is given as `--name=value`.
    const swallowed = !token.inlineValue && token.value?.startsWith("--");
    if (wrong || swallowed) return err({ code: "cli/arguments-wrong", argument: token.rawName, typed });
  }
  return ok(typed);
}
