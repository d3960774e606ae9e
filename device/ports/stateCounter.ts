/** How far this terminal's state had come, kept apart from the journal that it counts: beside key and PINs. */

import type { Result } from "../base/result.ts";

export type StateCounterFailure = { readonly code: "journal/unreadable"; readonly reason: string };

export interface StateCounter {
  /** What was kept last; null where nothing ever was. Fails where something lies there that was not written here. */
  read(): Promise<Result<string | null, StateCounterFailure>>;
  /** Resolves when this, or something newer, will survive a power cut. May lag behind what it counts, never run ahead. */
  keep(count: string): Promise<Result<void, StateCounterFailure>>;
}
