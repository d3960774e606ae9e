/** The signed provider profiles that this terminal keeps. They name nobody and outlive an unbind. */

import type { Result } from "../base/result.ts";

export type ProfileStoreFailure = { readonly code: "store/unusable"; readonly reason: string };

export interface ProfileStore {
  /** The compact JWS of each profile in the order written; none at first. */
  readProfiles(): Promise<Result<readonly string[], ProfileStoreFailure>>;
  /** Puts these in the place of all that were kept, durably: after a power cut there are the old ones or the new. */
  writeProfiles(profiles: readonly string[]): Promise<Result<void, ProfileStoreFailure>>;
}
