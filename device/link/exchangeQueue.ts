/** One thing at a time, in the order asked, and no more waiting than there is room for. What nobody wants any longer is not begun. */

import { err, type Result } from "../base/result.ts";

export type TurnFailure =
  /** More is waiting than there is room for; one more is told to its caller, not kept. */
  | { readonly code: "link/queue-full" }
  /** The caller's signal said so. */
  | { readonly code: "link/aborted" };

export type Turns = {
  /** Does the work when its turn comes. Settles at once when the signal says stop; work that has begun has to stop by itself. */
  take<T, E>(work: () => Promise<Result<T, E>>, signal?: AbortSignal): Promise<Result<T, E | TurnFailure>>;
};

/** `maxWaiting` counts the work that has begun, too. */
export function createTurns(maxWaiting: number): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    take: <T, E>(work: () => Promise<Result<T, E>>, signal?: AbortSignal) => {
      if (waiting >= maxWaiting) return Promise.resolve(err({ code: "link/queue-full" }));
      waiting++;
      const begin = async (): Promise<Result<T, E | TurnFailure>> =>
        signal?.aborted ? err({ code: "link/aborted" }) : work();
      const mine = last.then(begin).finally(() => {
        waiting--;
      });
      last = mine;
      return signal ? orAborted(mine, signal) : mine;
    },
  };
}

function orAborted<T, E>(
  work: Promise<Result<T, E>>,
  signal: AbortSignal,
): Promise<Result<T, E | { readonly code: "link/aborted" }>> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(err({ code: "link/aborted" }));
    const settle = (ending: Result<T, E>) => {
      signal.removeEventListener("abort", giveUp);
      resolve(ending);
    };
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(settle, reject);
  });
}
