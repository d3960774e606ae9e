/** The EvidenceStore port on Node: the stick, or a directory for people. */

import type { EvidenceStore } from "../../ports/evidenceStore.ts";
import type { RemovableMedia } from "../../ports/removableMedia.ts";
import { createEvidenceStore } from "../common/evidenceStore.ts";
import { createNodeStateFiles } from "./stateFiles.ts";

export function createNodeEvidenceStore({
  dir,
  media,
}: {
  readonly dir: string;
  readonly media: RemovableMedia;
}): EvidenceStore {
  return createEvidenceStore({ files: createNodeStateFiles(dir), media });
}
