/** Where evidence bundles and copies of the journal are put so that a person can carry them away. */

import type { Result } from "../base/result.ts";
import type { RemovableMediaFailure } from "./removableMedia.ts";

export type EvidenceStoreFailure =
  | { readonly code: "evidence/not-writable"; readonly reason: string }
  /** A stick is plugged in, and takes nothing. */
  | Extract<RemovableMediaFailure, { code: "offline/carrier-not-writable" | "offline/carrier-unreadable" }>;

/**
 * Where it lies, for the screen. "stick": on what is plugged in, and whoever stands there takes it along. "terminal": no stick
 * was there, and a technician gets at it.
 */
export type SavedPlace = { readonly on: "stick" | "terminal"; readonly place: string };

export interface EvidenceStore {
  /** Writes the text under a name made of the request id. */
  save(requestId: string, text: string): Promise<Result<SavedPlace, EvidenceStoreFailure>>;
  /** The journal up to record `seq`, under a name made of it. */
  saveJournal(seq: number, text: string): Promise<Result<SavedPlace, EvidenceStoreFailure>>;
}
