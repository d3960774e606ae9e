/** Why a value of the terminal cannot be read. */

import type { ValueView } from "../contract/views/terminal.ts";
import type { CommandTexts } from "../text/commandTexts.ts";
import { fill } from "../text/fill.ts";

export type Unreadable = {
  readonly problem: Extract<ValueView, { status: "unreadable" }>["problem"];
  readonly masked?: readonly string[];
};

/** Contradictory values follow, masked. */
export function unreadableText({ problem, masked = [] }: Unreadable, { page, commandLine }: CommandTexts): string {
  const { unreadable, problems } = page.terminal;
  const what = problems[problem];
  const why = masked.length > 0 ? fill(commandLine.more, { what, more: masked.join(" / ") }) : what;
  return fill(commandLine.because, { what: unreadable, why });
}
