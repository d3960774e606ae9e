/** One thing at a time, in the order asked. Whoever asks meanwhile waits; how many may wait is the caller's affair. */

export type Mutex = {
  /** Does the work when everything asked for before it is over. Work that throws holds up nobody behind it. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything asked for so far is over, however it ended. */
  settled(): Promise<void>;
};

export function createMutex(): Mutex {
  let last: Promise<void> = Promise.resolve();
  return {
    run(work) {
      const mine = last.then(work);
      last = mine.then(ignore, ignore);
      return mine;
    },
    settled: () => last,
  };
}

function ignore(): void {}
