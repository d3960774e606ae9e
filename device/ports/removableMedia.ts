/** Where signed answers come from while there is no network, and where what is to be answered is put: a memory stick, say. */

import type { Result } from "../base/result.ts";

export type RemovableMediaFailure =
  /** None is configured, or it is not plugged in. */
  | { readonly code: "offline/no-carrier" }
  | { readonly code: "offline/carrier-unreadable"; readonly reason: string }
  | { readonly code: "offline/carrier-not-writable"; readonly reason: string };

export type CarriedAnswers = {
  /** What looks like a signed answer, for whomever it may be; nobody has verified it. At most 16 KiB each. */
  readonly texts: readonly string[];
  /** Files that are named as answers and were not taken: too many, too long, or no text. */
  readonly ignored: number;
};

export interface RemovableMedia {
  /** The answers on the removable medium, in the order of their files' names. Deletes nothing. */
  read(): Promise<Result<CarriedAnswers, RemovableMediaFailure>>;
  /**
   * Puts a text on the removable medium, durably, in the place of an older one of that name; returns where it lies, for the
   * screen. A name is 1 to 64 letters, digits and dashes and one of the endings .json and .txt.
   */
  put(name: string, text: string): Promise<Result<{ readonly place: string }, RemovableMediaFailure>>;
}
