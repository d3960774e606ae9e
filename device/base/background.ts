/** Work that is under way: whoever stops can wait for all of it, and what nobody waits for is told when it throws. */

export type Background = {
  /** Nobody waits for this. What it throws is a bug, and is told as one. */
  run(work: () => Promise<unknown>): void;
  /** Somebody waits for this, and for what it throws. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way, what began meanwhile included. */
  settled(): Promise<void>;
};

export function createBackground(onBug: (error: unknown) => void): Background {
  const underWay = new Set<Promise<unknown>>();

  function track<T>(work: Promise<T>): Promise<T> {
    const ended = work.then(forget, forget);
    underWay.add(ended);
    function forget(): void {
      underWay.delete(ended);
    }
    return work;
  }

  return {
    run(work) {
      track(work().catch(onBug));
    },
    track,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
