/** The EvidenceStore port on Node: a directory for people. */

import type { EvidenceStore } from "../../ports/evidenceStore.ts";
import { createEvidenceStore } from "../common/evidenceStore.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

export function createNodeEvidenceStore({ dir }: { readonly dir: string }): EvidenceStore {
  return createEvidenceStore({ files: createNodeStateFiles(dir) });
}
