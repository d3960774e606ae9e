/** Time, as the core may know it. Nothing in the core asks the platform for it. */

export interface Clock {
  /** Wall time, Unix milliseconds. It may jump; never measure a span with it. */
  now(): number;
  /** Milliseconds that only grow while this process lives. */
  monotonic(): number;
  /** Calls back once after the given span; returns the function that calls it off. */
  after(spanMs: number, run: () => void): () => void;
}
