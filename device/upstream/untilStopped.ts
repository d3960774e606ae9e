/** An upstream as long as the kiosk runs: when it stops, nothing more is asked, and what was being asked got no answer. */

import { err } from "../base/result.ts";
import type { Upstream } from "../ports/upstream.ts";

export type StoppableUpstream = Upstream & {
  /** Every exchange under way ends at once; whether it arrived, nobody knows. */
  stop(): void;
};

export function untilStopped(upstream: Upstream): StoppableUpstream {
  const breakOffs = new Set<() => void>();
  let stopped = false;

  return {
    async exchange(exchange) {
      if (stopped) return err({ code: "upstream/unreachable" });
      return new Promise((resolve, reject) => {
        const breakOff = () => resolve(err({ code: "upstream/no-answer" }));
        breakOffs.add(breakOff);
        upstream
          .exchange(exchange)
          .finally(() => breakOffs.delete(breakOff))
          .then(resolve, reject);
      });
    },
    stop() {
      stopped = true;
      for (const breakOff of breakOffs) breakOff();
    },
  };
}
