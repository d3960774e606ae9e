/** A log that keeps its notes, so that a test can look for what must not be in them. */

import type { Log, LogFacts } from "../../device/ports/log.ts";

export type MemoryLog = Log & { readonly notes: readonly { readonly code: string; readonly facts: LogFacts }[] };

export function createMemoryLog(): MemoryLog {
  const notes: { code: string; facts: LogFacts }[] = [];
  return { notes, note: (code, facts = {}) => void notes.push({ code, facts }) };
}
