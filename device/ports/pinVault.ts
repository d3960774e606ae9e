/** Where PINs are kept, hashed and peppered. Digits go in; yes or no comes out. Counting tries is not its business. */

import type { Digits } from "../base/digits.ts";
import type { Result } from "../base/result.ts";

export type PinRole = "merchant" | "technician" | "factory";

/** Whose PIN it is. Kept with the PIN and replaced with it, so that no power cut gives one person's PIN to another. */
export type PinHolder = {
  /** UUID that was new when the PIN was set. */
  readonly principalId: string;
  /** Who typed it in; where that is another role, the holder has not chosen a PIN yet. */
  readonly setBy: PinRole;
};

export type PinVaultFailure = { readonly code: "pin/vault-unusable"; readonly reason: string };

export interface PinVault {
  /** Null where the role has no PIN. */
  holder(role: PinRole): Promise<Result<PinHolder | null, PinVaultFailure>>;
  /** Replaces PIN and holder in one, durably. */
  set(role: PinRole, digits: Digits, holder: PinHolder): Promise<Result<void, PinVaultFailure>>;
  /** Slow by design (a key derivation), and constant in time for equal lengths. False where there is no PIN. */
  matches(role: PinRole, digits: Digits): Promise<Result<boolean, PinVaultFailure>>;
  /** Forgets the PIN, durably. Forgetting what is not there succeeds. */
  erase(role: PinRole): Promise<Result<void, PinVaultFailure>>;
}
