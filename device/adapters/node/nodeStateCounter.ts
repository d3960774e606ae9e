/** The StateCounter port on Node. */

import type { StateCounter } from "../../ports/stateCounter.ts";
import { createStateCounter } from "../common/stateCounter.ts";
import { createKeyStore, type KeyStore } from "./keyStore.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

/** `keys`: where nothing is told, a file beside it. */
export function createNodeStateCounter(options: { readonly dir: string; readonly keys?: KeyStore }): StateCounter {
  const { dir, keys = createKeyStore({ dir }) } = options;
  return createStateCounter({ files: createNodeStateFiles(dir), wrapping: keys });
}
