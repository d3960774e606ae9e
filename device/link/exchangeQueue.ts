/** One exchange at a time, in the order asked, and no more waiting than there is room for. What nobody wants any longer is not begun. */

import { createMutex } from "../base/mutex.ts";
import { err, type Result } from "../base/result.ts";

/** More is waiting than there is room for; one more is told to its caller, not kept. */
export type QueueFull = { readonly code: "link/queue-full" };

/** The caller's signal said so. */
export type Aborted = { readonly code: "link/aborted" };

export type ExchangeQueue = {
  run<T, E>(exchange: () => Promise<Result<T, E>>): Promise<Result<T, E | QueueFull>>;
  /** Settles at once when the signal says stop; an exchange that has begun has to stop by itself. */
  runUnlessAborted<T, E>(
    exchange: () => Promise<Result<T, E>>,
    signal?: AbortSignal,
  ): Promise<Result<T, E | QueueFull | Aborted>>;
};

/** `maxWaiting` counts the exchange that has begun, too. */
export function createExchangeQueue(maxWaiting: number): ExchangeQueue {
  const mutex = createMutex();
  let waiting = 0;

  async function run<T, E>(exchange: () => Promise<Result<T, E>>): Promise<Result<T, E | QueueFull>> {
    if (waiting >= maxWaiting) return err({ code: "link/queue-full" });
    waiting += 1;
    return mutex.run(exchange).finally(() => {
      waiting -= 1;
    });
  }

  return {
    run,
    runUnlessAborted<T, E>(exchange: () => Promise<Result<T, E>>, signal?: AbortSignal) {
      const begin = async (): Promise<Result<T, E | Aborted>> =>
        signal?.aborted ? err({ code: "link/aborted" }) : exchange();
      const mine = run(begin);
      return signal ? orAborted(mine, signal) : mine;
    },
  };
}

function orAborted<T, E>(exchange: Promise<Result<T, E>>, signal: AbortSignal): Promise<Result<T, E | Aborted>> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(err({ code: "link/aborted" }));
    const settle = (ending: Result<T, E>) => {
      signal.removeEventListener("abort", giveUp);
      resolve(ending);
    };
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    exchange.then(settle, reject);
  });
}
