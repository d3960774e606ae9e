/** The reading of a value that could not be read. */

import type { Reading, ReadingProblem } from "./reading.ts";

export function unreadable(problem: ReadingProblem, masked: readonly string[] = []): Reading {
  return { status: "unreadable", problem, masked };
}
