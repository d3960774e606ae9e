/** The file of --save. It takes lines for as long as it can; that it could not is told at the end, when the reading is done. */

import { closeSync, openSync, writeFileSync } from "node:fs";
import { err, ok, type Result } from "../../base/result.ts";
import { fromWhereTheyStand, systemCode } from "../files.ts";

export type Unwritable = { readonly code: "cli/file-unwritable"; readonly file: string; readonly reason: string };

export type SavedFile = {
  write(line: string): void;
  /** What went wrong first, if anything did. */
  close(): Unwritable | null;
};

/** Only its owner reads it: it says who a terminal is. Null: nothing is kept. */
export function openSavedFile(file: string | null): Result<SavedFile, Unwritable> {
  if (file === null) return ok({ write: () => {}, close: () => null });
  const unwritable = (error: unknown) => ({ code: "cli/file-unwritable", file, reason: systemCode(error) }) as const;
  try {
    return ok(savingTo(openSync(fromWhereTheyStand(file), "w", 0o600), unwritable));
  } catch (error) {
    return err(unwritable(error));
  }
}

function savingTo(descriptor: number, unwritable: (error: unknown) => Unwritable): SavedFile {
  let lost: Unwritable | null = null;
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      lost ??= unwritable(error);
    }
  };
  return {
    write(line) {
      // Goes on where the disk took a part of a line; a single write would not, and nobody would know.
      if (!lost) attempt(() => writeFileSync(descriptor, `${line}\n`));
    },
    close() {
      attempt(() => closeSync(descriptor));
      return lost;
    },
  };
}
