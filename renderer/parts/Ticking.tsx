/** Draws something that depends on the time, every quarter of a second. Everything else on the page stands still. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

const everyMs = 250;

export type TickingProps = {
  readonly now: () => number;
  readonly children: (nowMs: number) => ComponentChildren;
};

export function Ticking({ now, children }: TickingProps) {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, []);
  return <>{children(now())}</>;
}
