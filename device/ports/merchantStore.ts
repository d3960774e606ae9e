/** The merchant's data that an unbind must remove: today the binding as the upstream signed it. */

import type { Result } from "../base/result.ts";

export type MerchantStoreFailure = { readonly code: "store/unusable"; readonly reason: string };

export interface MerchantStore {
  /** The compact JWS of the binding, or null. */
  readBinding(): Promise<Result<string | null, MerchantStoreFailure>>;
  writeBinding(jws: string): Promise<Result<void, MerchantStoreFailure>>;
  /** Overwrites and deletes, durably. Erasing what is not there succeeds. */
  eraseBinding(): Promise<Result<void, MerchantStoreFailure>>;
}
