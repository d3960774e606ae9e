/** The merchant's data that an unbind must remove: the bindings as the upstream signed them. */

import type { Result } from "../base/result.ts";

export type MerchantStoreFailure = { readonly code: "store/unusable"; readonly reason: string };

export interface MerchantStore {
  /** The compact JWS of each binding; empty where there is none. */
  readBindings(): Promise<Result<readonly string[], MerchantStoreFailure>>;
  /** Puts these in the place of all that were there, durably and at once: none is lost between. */
  writeBindings(jwsList: readonly string[]): Promise<Result<void, MerchantStoreFailure>>;
  /** Overwrites and deletes all, durably. Erasing what is not there succeeds. */
  eraseBindings(): Promise<Result<void, MerchantStoreFailure>>;
}
