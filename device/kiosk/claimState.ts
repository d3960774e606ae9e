/**
 * Before anything is read of the state: whether this program understands it. A newer form is left alone to the last byte. A
 * program that is older than the newest one that worked here goes on where it understands the form, and says so.
 */

import { err, ok, type Result } from "../base/result.ts";
import type { Log } from "../ports/log.ts";
import type { FormatUnread, StateFormat } from "../ports/stateFormat.ts";

/**
 * The form that this program writes; it reads every earlier one. 1: nobody said so yet. 2: it is said, and a key may lie in a
 * TPM or have taken another's place. Each has a folder as it was left, test/fixtures/state-N.json, that is read by a test.
 */
export const currentFormat = 2;

export type ClaimedState = {
  /** The newest program that worked here, where it is newer than this one. */
  readonly newerProgram: string | null;
  /** Says that the state is in this program's form from now on; before anything is written in it, and once nobody else works here. */
  say(): Promise<void>;
};

export type ClaimFailure =
  | FormatUnread
  | { readonly code: "state/newer"; readonly format: number; readonly program: string };

/** `app`: name and version of this program. */
export async function claimState(
  stateFormat: StateFormat,
  app: string,
  log: Log,
): Promise<Result<ClaimedState, ClaimFailure>> {
  const read = await stateFormat.read();
  if (!read.ok) return read;
  const written = read.value ?? { format: 0, newestProgram: "0.0.0" };
  const { format, newestProgram } = written;
  if (format > currentFormat) return err({ code: "state/newer", format, program: newestProgram });
  const own = /\d+\.\d+\.\d+/.exec(app)?.[0] ?? "0.0.0";
  const isOlder = compare(own, newestProgram) < 0;
  if (isOlder) log.note("state/older-program", { program: own, newest: newestProgram });
  async function say(): Promise<void> {
    if (format === currentFormat && compare(own, newestProgram) <= 0) return;
    const newest = isOlder ? newestProgram : own;
    const said = await stateFormat.write({ format: currentFormat, newestProgram: newest });
    // Where nothing can be written, nothing is written in this form either; the next start says it.
    if (!said.ok) log.note(said.error.code, { reason: said.error.reason });
  }

  return ok({ newerProgram: isOlder ? newestProgram : null, say });
}

/** Less than zero: the first is older. */
function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  const at = a?.findIndex((number, index) => number !== b?.[index]) ?? -1;
  return at < 0 ? 0 : (a?.[at] ?? 0) - (b?.[at] ?? 0);
}
