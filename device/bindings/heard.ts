/**
 * Whether this terminal knows all that the upstream has heard from it. One that knows less has an older state than it had:
 * what it does on that, it does on PINs, tries and requests that are no more.
 */

import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { HeardPayload, JournalPoint } from "../contract/messages/heard.ts";
import type { Journal } from "../journal/journal.ts";

/** The requests that the journal knows, whatever became of them. */
export type KnownRequests = {
  /** Those that this terminal made. */
  requestCount(): number;
  of(requestId: string): object | null;
};

export type Heard = {
  /** What a question tells the upstream of the journal. */
  point(): JournalPoint;
  /** "journal/rolled-back": the upstream has heard more. It is written down, and the journal takes nothing any more. */
  judge(heard: HeardPayload): Promise<Result<void, ErrorView>>;
};

export function createHeard({ journal, history }: { journal: Journal; history: KnownRequests }): Heard {
  async function isKnown({ requests: taken, lastRequestId, journal: point }: HeardPayload): Promise<boolean> {
    if (taken > history.requestCount() || (lastRequestId !== null && !history.of(lastRequestId))) return false;
    if (point === null || point.seq === 0) return true;
    const passes = await journal.passes(point);
    // A journal that cannot be read is a fault of its own, and says so where it is written.
    return !passes.ok || passes.value;
  }

  return {
    point() {
      const { seq, hash } = journal.head();
      return { seq, hash };
    },
    async judge(heard) {
      if (await isKnown(heard)) return ok();
      await journal.findOlder();
      return err(errorView({ code: "journal/rolled-back" }));
    },
  };
}
