/**
 * The Log port on Node: JSON lines in log.jsonl, private and bounded; the file before it is log.1.jsonl, older ones
 * are gone. A log that cannot be written never stops the kiosk: the note is lost.
 */

import { closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { logLine } from "../common/logLine.ts";

const stderrDescriptor = 2;

/** `maxBytes` is for one file; there are at most two. With `stderr` every line goes there as well. */
export function createNodeLog(options: {
  readonly dir: string;
  readonly clock: Clock;
  readonly maxBytes?: number;
  readonly stderr?: boolean;
}): Log {
  const { dir, clock, maxBytes = 1024 * 1024, stderr = false } = options;
  const path = join(dir, "log.jsonl");
  let file: number | null = null;
  let bytes = 0;

  const open = (): number => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    const opened = openSync(path, flags, 0o600);
    // It may have been left open to others by somebody who copied it back.
    fchmodSync(opened, 0o600);
    bytes = fstatSync(opened).size;
    return opened;
  };

  const rotate = (opened: number) => {
    closeSync(opened);
    file = null;
    renameSync(path, join(dir, "log.1.jsonl"));
  };

  const write = (line: string) => {
    file ??= open();
    if (bytes > 0 && bytes + Buffer.byteLength(line) > maxBytes) {
      rotate(file);
      file = open();
    }
    bytes += writeSync(file, line);
  };

  return {
    note(code, facts = {}) {
      const line = `${logLine(clock.now(), code, facts)}\n`;
      quietly(() => write(line));
      if (stderr) quietly(() => writeSync(stderrDescriptor, line));
    },
  };
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // A full disk or a closed pipe; there is nowhere to say so.
  }
}
