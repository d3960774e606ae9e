/** The ProfileStore port on Node. */

import type { ProfileStore } from "../../ports/profileStore.ts";
import { createProfileStore } from "../common/profileStore.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

export function createNodeProfileStore({ dir }: { readonly dir: string }): ProfileStore {
  return createProfileStore({ files: createNodeStateFiles(dir) });
}
