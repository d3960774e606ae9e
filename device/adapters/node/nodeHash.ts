/** The Hash port on Node. */

import { createHash } from "node:crypto";
import type { Hash } from "../../ports/hash.ts";

export function createNodeHash(): Hash {
  return { sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()) };
}
