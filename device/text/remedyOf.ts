/** What to do about a check that failed: by the cause that was observed, and only where none was by what the check is for. */

import type { CheckResult } from "../contract/messages/request.ts";
import type { ErrorTexts, Texts } from "./texts.ts";

/** The upstream may be there again at any time, or the draft may go the other way. */
const passing: ReadonlySet<string> = new Set([
  "upstream/unreachable",
  "upstream/no-answer",
  "upstream/server-error",
  "upstream/busy",
]);

/** What went wrong, where it has a sentence of its own, and what to do. */
export function remedyOf(
  { code, fact = "" }: CheckResult,
  { unbind }: Pick<Texts, "unbind">,
  errors: Partial<ErrorTexts>,
): readonly string[] {
  const { remedy } = unbind.checks[code];
  const error = new Map(Object.entries(errors)).get(fact);
  if (error) return [error.sentence, passing.has(fact) ? remedy : error.remedy];
  return [new Map(Object.entries(unbind.checkCauses)).get(fact) ?? remedy];
}
