/** Where evidence bundles and copies of the journal are put so that a person can carry them away. */

import type { Result } from "../base/result.ts";

export type EvidenceStoreFailure = { readonly code: "evidence/not-writable"; readonly reason: string };

export interface EvidenceStore {
  /** Writes the text under a name made of the request id; returns where it lies, for the screen. */
  save(requestId: string, text: string): Promise<Result<{ readonly place: string }, EvidenceStoreFailure>>;
  /** The journal up to record `seq`, under a name made of it. */
  saveJournal(seq: number, text: string): Promise<Result<{ readonly place: string }, EvidenceStoreFailure>>;
}
