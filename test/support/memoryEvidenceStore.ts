/** Evidence bundles in memory, by request id. */

import type { EvidenceStore } from "../../device/ports/evidenceStore.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export function createMemoryEvidenceStore(
  saved: Map<string, string> = new Map(),
  mishaps: Mishaps = createMishaps(),
): EvidenceStore {
  return {
    save: (requestId, text) =>
      mishaps.perform(
        "evidence.save",
        () => {
          saved.set(requestId, text);
          return { place: `memory:${requestId}` };
        },
        { code: "evidence/not-writable", reason: "told to fail" },
      ),
  };
}
