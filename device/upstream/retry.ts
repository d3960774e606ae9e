/**
 * When to try again: full jitter while the waits grow, half of it fixed once they have, and never before the upstream
 * allows it.
 */

import { between, spanAfter } from "../base/backOff.ts";
import type { Random } from "../ports/random.ts";

export const retryPolicy = { firstMs: 1_000, capMs: 60_000 } as const;

/** Milliseconds. `turns` counts the tries in a row that brought nothing new; `atLeastMs` is the upstream's Retry-After. */
export function retryDelayMs(turns: number, atLeastMs: number, random: Random): number {
  const spanMs = spanAfter(turns, retryPolicy);
  // A fleet that waits anything from nothing to the cap falls on an upstream that is back at twice the mean rate.
  const floorMs = spanMs < retryPolicy.capMs ? 0 : spanMs / 2;
  return Math.ceil(Math.max(atLeastMs, floorMs) + between(0, spanMs - floorMs, random));
}
