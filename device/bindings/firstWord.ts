/** Asks the upstream once before anything rests on what lies on this terminal, for as long as a person waits at a PIN pad. */

import type { Cell } from "../base/cell.ts";
import type { Clock } from "../ports/clock.ts";
import type { KnownBindings } from "./known.ts";

const longestWaitMs = 5_000;

export type FirstWordParts = {
  readonly clock: Clock;
  readonly known: Cell<KnownBindings>;
  /** Goes on when nobody waits for its answer any more. */
  readonly ask: (sn: string) => Promise<unknown>;
};

/** Resolves once it has answered since the start, or cannot be waited for any longer; at once where there is nobody to ask. */
export function createFirstWord({ clock, known, ask }: FirstWordParts): () => Promise<void> {
  let asked: Promise<void> | null = null;

  function askFor(sn: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const callOff = clock.after(longestWaitMs, resolve);
      ask(sn).then(() => {
        callOff();
        resolve();
      }, reject);
    });
  }

  return async () => {
    const { told, provisioned } = known.get();
    if (told || !provisioned.enrolled) return;
    asked ??= askFor(provisioned.enrolled.sn);
    await asked;
  };
}
