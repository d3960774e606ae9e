/** One read for everybody who asks for it at the same time. */

/** Whoever asks while the same is being read gets the same answer, so that nothing can pile up. */
export function singleFlight<T>(start: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= start().finally(() => {
      running = null;
    });
    return running;
  };
}
