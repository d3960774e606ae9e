/** One note as a line of JSON, bounded whatever its facts hold. */

import { caseNumber } from "../../base/caseNumber.ts";
import type { LogFacts } from "../../ports/log.ts";

const maxFacts = 24;
const maxTextLength = 200;

/** `at` in Unix milliseconds. No line end in it. */
export function logLine(at: number, code: string, facts: LogFacts): string {
  return JSON.stringify({
    at: new Date(at).toISOString(),
    code: bounded(code),
    case: caseNumber(code),
    ...boundedFacts(facts),
  });
}

/** The note's own time, code and number win over facts of the same names. */
function boundedFacts(facts: LogFacts): LogFacts {
  const { at: _at, code: _code, case: _case, ...rest } = facts;
  return Object.fromEntries(
    Object.entries(rest)
      .slice(0, maxFacts)
      .map(([name, fact]) => [bounded(name), typeof fact === "string" ? bounded(fact) : fact]),
  );
}

const bounded = (text: string) => text.slice(0, maxTextLength);
