/** Where PINs are kept, hashed and peppered. Digits go in; yes or no comes out. Counting tries is not its business. */

import type { Digits } from "../base/digits.ts";
import type { Result } from "../base/result.ts";

export type PinRole = "merchant";

export type PinVaultFailure = { readonly code: "pin/vault-unusable"; readonly reason: string };

export interface PinVault {
  isSet(role: PinRole): Promise<Result<boolean, PinVaultFailure>>;
  /** Replaces the PIN, durably. */
  set(role: PinRole, digits: Digits): Promise<Result<void, PinVaultFailure>>;
  /** Slow by design (a key derivation), and constant in time for equal lengths. */
  matches(role: PinRole, digits: Digits): Promise<Result<boolean, PinVaultFailure>>;
  /** Forgets the PIN, durably. Forgetting what is not there succeeds. */
  erase(role: PinRole): Promise<Result<void, PinVaultFailure>>;
}
