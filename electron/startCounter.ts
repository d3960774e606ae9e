/**
 * Counts starts that came to nothing, so that a kiosk that cannot hold itself up stops trying at full speed. The count
 * lies beside the state and survives a power cut; where it cannot be kept, every start counts as the first.
 */

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

/** So many in a row, and the next start shows the safe screen. */
export const maxFailedStarts = 3;

export type StartCounter = {
  /** How many starts before this one came to nothing, one after the other. */
  readonly failed: number;
  /** This one did not: it held long enough, or was ended in order. */
  succeeded(): void;
  /** The next start is a real one again; if that fails too, the one after it is not. */
  allowOneMore(): void;
};

/** Counts this start as failed until it has succeeded. `dir` is the state folder. */
export function countStart(dir: string): StartCounter {
  const path = join(dir, "failed-starts");
  const failed = readCount(path);
  keep(path, failed + 1);
  return {
    failed,
    succeeded: () => keep(path, 0),
    allowOneMore: () => keep(path, maxFailedStarts - 1),
  };
}

function readCount(path: string): number {
  try {
    const text = readFileSync(path, "latin1").slice(0, 8).trim();
    return /^\d{1,4}$/.test(text) ? Number(text) : 0;
  } catch {
    return 0;
  }
}

function keep(path: string, count: number): void {
  try {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    const file = openSync(`${path}.new`, "w", 0o600);
    try {
      writeSync(file, `${count}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  } catch {
    // A full or read-only disk: the kiosk itself will say so.
  }
}
