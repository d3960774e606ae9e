/** The PinVault port on Node, which derives on a thread of its own. */

import { type ScryptOptions, scrypt } from "node:crypto";
import type { PinVault } from "../../ports/pinVault.ts";
import type { Random } from "../../ports/random.ts";
import { createPinVault, type Derive, defaultPinCost, type PinCost } from "../common/pinVault.ts";
import { createKeyStore, type KeyStore } from "./keyStore.ts";
import { createNodeHash } from "./nodeHash.ts";
import { createNodeRandom } from "./nodeRandom.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

/** `keys`: where nothing is told, a file beside it. */
export function createNodePinVault(options: {
  readonly dir: string;
  readonly keys?: KeyStore;
  readonly random?: Random;
  readonly cost?: PinCost;
}): PinVault {
  const { dir, keys = createKeyStore({ dir }), random = createNodeRandom(), cost = defaultPinCost } = options;
  return createPinVault({
    files: createNodeStateFiles(dir),
    wrapping: keys,
    derive,
    hash: createNodeHash(),
    random,
    cost,
  });
}

const derive: Derive = (secret, salt, { n, r, p }) => {
  // Node refuses what it thinks needs more than 32 MiB; the parallel blocks and some slack come on top of 128 N r.
  const options: ScryptOptions = { N: n, r, p, maxmem: 128 * r * (n + p) + 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
};
