/** The OfflineSecret port on Node. */

import type { OfflineSecret } from "../../ports/offlineSecret.ts";
import { createOfflineSecret } from "../common/offlineSecret.ts";
import { createKeyWrapping } from "./keyWrapping.ts";
import { createNodeHash } from "./nodeHash.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

/** `credentialsDir` is systemd's $CREDENTIALS_DIRECTORY, or nothing. */
export function createNodeOfflineSecret(options: {
  readonly dir: string;
  readonly credentialsDir?: string;
}): OfflineSecret {
  const { dir, credentialsDir } = options;
  const wrapping = createKeyWrapping(dir, credentialsDir);
  return createOfflineSecret({ files: createNodeStateFiles(dir), wrapping, hash: createNodeHash() });
}
