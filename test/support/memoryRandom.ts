/** Randomness that is the same in every run (xorshift32), for tests only. */

import type { Random } from "../../device/ports/random.ts";

export function createMemoryRandom(seed = 1): Random {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
  return { bytes: (count) => Uint8Array.from({ length: count }, next) };
}
