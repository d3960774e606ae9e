/** What a technician at a shell reads about a configuration file that cannot be used: each problem once in each language. */

import { inEachLanguage } from "../text/inEachLanguage.ts";
import type { StartTexts } from "../text/startTexts.ts";
import type { ConfigField, ConfigProblem } from "./config.ts";

const maxProblemsShown = 10;

/** Two lines for each problem, Chinese and English. No line holds a value out of the file. */
export function describeConfigProblems(file: string, problems: readonly ConfigProblem[]): readonly string[] {
  return problems
    .slice(0, maxProblemsShown)
    .flatMap((problem) => inEachLanguage((texts) => texts.configuration(file, describe(problem, texts))));
}

function describe(problem: ConfigProblem, texts: StartTexts): string {
  switch (problem.code) {
    case "config/unreadable":
      return texts.unreadable(problem.reason);
    case "config/too-large":
      return texts.tooLarge(problem.maxBytes);
    case "config/not-json":
      return texts.notJson(problem.line);
    case "config/ambiguous":
      return texts.ambiguous(problem.line);
    case "config/field-unknown":
      return texts.unknown(problem.field);
    case "config/field-missing":
      return texts.missing(problem.field, expectedOf(problem.field, texts));
    case "config/field-wrong": {
      const expected = expectedOf(problem.field, texts);
      return problem.field === "" ? texts.wrongFile(expected) : texts.wrong(problem.field, expected);
    }
  }
}

function expectedOf(field: string, texts: StartTexts): string {
  const expected: Readonly<Record<ConfigField, string>> = texts.expected;
  const name = field.replace(/\[\d+\]/g, "[]");
  const isConfigField = (known: string): known is ConfigField => Object.hasOwn(expected, known);
  if (!isConfigField(name)) throw new Error(`${name} is a field of no configuration`);
  return expected[name];
}
