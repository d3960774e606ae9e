/** The OfflineSecret port on Node. */

import type { OfflineSecret } from "../../ports/offlineSecret.ts";
import { createOfflineSecret } from "../common/offlineSecret.ts";
import { createKeyStore, type KeyStore } from "./keyStore.ts";
import { createNodeHash } from "./nodeHash.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

/** `keys`: where nothing is told, a file beside it. */
export function createNodeOfflineSecret(options: { readonly dir: string; readonly keys?: KeyStore }): OfflineSecret {
  const { dir, keys = createKeyStore({ dir }) } = options;
  return createOfflineSecret({ files: createNodeStateFiles(dir), wrapping: keys, hash: createNodeHash() });
}
