/**
 * The StateCounter port over state files: one file, wrapped under the same key as the device key, so that nobody makes one up.
 * Whoever puts the whole folder back puts this back as well; a TPM's counter would not be. That is not used here.
 */

import * as z from "zod/mini";
import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { ok, type Result } from "../../base/result.ts";
import type { StateCounter, StateCounterFailure } from "../../ports/stateCounter.ts";
import { type KeyWrapping, type WrappedFile, wrappedSecret } from "./keyWrapping.ts";
import { attempt, refuse, type StateFiles } from "./stateFiles.ts";

const counterName = "state-counter.json";
const maxFileBytes = 1024;
const counterUse = { purpose: "jiebang state counter v1", boundTo: new Uint8Array() };
/** As whoever wraps it anew finds it. */
export const counterFile: WrappedFile = { name: counterName, maxBytes: maxFileBytes, useOf: () => counterUse };
const storedCounter = z.object({ version: z.literal(1), ...wrappedSecret });

export function createStateCounter(parts: {
  readonly files: StateFiles;
  readonly wrapping: KeyWrapping;
}): StateCounter {
  const { files, wrapping } = parts;
  const failure = (reason: string): StateCounterFailure => ({ code: "journal/unreadable", reason });
  let newest: string | null = null;
  let keeping: Promise<Result<void, StateCounterFailure>> | null = null;

  async function read(): Promise<string | null> {
    const stored = await files.readSecret(counterName, maxFileBytes);
    if (!stored) return null;
    const parsed = storedCounter.safeParse(parseJson(stored));
    const plain = parsed.success ? await wrapping.unwrap(parsed.data, counterUse) : refuse("damaged");
    return fromUtf8(plain) ?? refuse("damaged");
  }

  /** Whatever came meanwhile is written once: only the newest count matters. */
  async function writeAll(): Promise<void> {
    while (newest !== null) {
      const count = newest;
      newest = null;
      const stored = { version: 1, ...(await wrapping.wrap(utf8(count), counterUse)) };
      await files.replace(counterName, utf8(JSON.stringify(stored)));
    }
  }

  async function keepAll(): Promise<Result<void, StateCounterFailure>> {
    const kept = await attempt(writeAll, failure);
    keeping = null;
    return kept.ok ? ok() : kept;
  }

  return {
    read: () => attempt(read, failure),
    keep(count) {
      newest = count;
      keeping ??= keepAll();
      return keeping;
    },
  };
}
