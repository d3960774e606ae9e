/** The StateCounter port on Node. */

import type { StateCounter } from "../../ports/stateCounter.ts";
import { createStateCounter } from "../common/stateCounter.ts";
import { createKeyWrapping } from "./keyWrapping.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

/** `credentialsDir` is systemd's $CREDENTIALS_DIRECTORY, or nothing. */
export function createNodeStateCounter(options: {
  readonly dir: string;
  readonly credentialsDir?: string;
}): StateCounter {
  const { dir, credentialsDir } = options;
  return createStateCounter({ files: createNodeStateFiles(dir), wrapping: createKeyWrapping(dir, credentialsDir) });
}
