/** The Random port on Node: the operating system's generator. */

import { randomBytes } from "node:crypto";
import type { Random } from "../../ports/random.ts";

export function createNodeRandom(): Random {
  return { bytes: (count) => new Uint8Array(randomBytes(count)) };
}
