/** Evidence bundles in memory, by request id. */

import type { EvidenceStore } from "../../device/ports/evidenceStore.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export function createMemoryEvidenceStore(
  saved: Map<string, string> = new Map(),
  mishaps: Mishaps = createMishaps(),
): EvidenceStore {
  const put = (name: string, text: string) =>
    mishaps.perform(
      "evidence.save",
      () => {
        saved.set(name, text);
        return { on: "terminal" as const, place: `memory:${name}` };
      },
      { code: "evidence/not-writable", reason: "told to fail" } as const,
    );
  return {
    save: put,
    saveJournal: (seq, text) => put(`journal-${seq}`, text),
  };
}
