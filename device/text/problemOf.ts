/** A check that failed, told as what is wrong: never as its opposite. */

import type { CheckResult } from "../contract/messages/request.ts";
import type { Texts } from "./texts.ts";

/** The number in a fact such as "count=3" or "percent=12"; null where there is none. */
function numberIn(fact: string | undefined): number | null {
  const found = /=(\d+)$/.exec(fact ?? "");
  return found ? Number(found[1]) : null;
}

export function problemOf({ code, fact }: CheckResult, { unbind }: Texts): string {
  return unbind.checks[code].problem(numberIn(fact));
}
