/** Waiting with an end. */

import type { Clock } from "../../ports/clock.ts";

/** What work comes to, or null where it takes longer than that; then nobody waits for it any more. */
export function within<T>(spanMs: number, clock: Clock, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const callOff = clock.after(spanMs, () => resolve(null));
    void work.then((done) => {
      callOff();
      resolve(done);
    });
  });
}
