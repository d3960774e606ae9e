/** The notes that were written last, beside the log: for a technician who takes them along. As free of secrets as the log itself. */

import { caseNumber } from "../base/caseNumber.ts";
import { instantOf } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

const mostNotes = 500;
const maxLineLength = 400;

export type LogEnd = {
  /** Writes each note to the log as well. */
  readonly log: Log;
  /** The oldest first. */
  lines(): readonly string[];
};

export function createLogEnd(log: Log, clock: Clock): LogEnd {
  const lines: string[] = [];
  return {
    log: {
      note(code, facts = {}) {
        log.note(code, facts);
        const told = Object.entries(facts).map(([name, fact]) => ` ${name}=${fact}`);
        const line = `${instantOf(clock.now())} ${code} ${caseNumber(code)}${told.join("")}`;
        lines.push(line.replace(/\p{C}/gu, " ").slice(0, maxLineLength));
        if (lines.length > mostNotes) lines.shift();
      },
    },
    lines: () => lines,
  };
}
