/**
 * Counts starts that came to nothing, so that a kiosk that cannot hold itself up stops trying at full speed. The count
 * lies beside the state and counts within one boot of the machine: a power cut is no fault of the program. Where the
 * count cannot be kept, every start counts as the first.
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
  const boot = readBoot();
  const failed = readCount(path, boot);
  const keep = (count: number) => write(path, `${count}${boot && ` ${boot}`}\n`);
  keep(failed + 1);
  return {
    failed,
    succeeded: () => keep(0),
    allowOneMore: () => keep(maxFailedStarts - 1),
  };
}

/** Linux tells one boot from another; "" where nobody does. */
function readBoot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 64).trim();
  } catch {
    return "";
  }
}

function readCount(path: string, boot: string): number {
  try {
    const [, count = "0", countedIn = boot] =
      /^(\d{1,4})(?: (\S{1,64}))?$/.exec(readFileSync(path, "latin1").slice(0, 80).trim()) ?? [];
    return countedIn === boot ? Number(count) : 0;
  } catch {
    return 0;
  }
}

function write(path: string, text: string): void {
  try {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    const file = openSync(`${path}.new`, "w", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  } catch {
    // A full or read-only disk: the kiosk itself will say so.
  }
}
