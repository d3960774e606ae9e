/**
 * The terminal's own signing keys: the one in use, a better kept one that is to take its place, and those before it. No
 * private half leaves the adapter.
 */

import type { Result } from "../base/result.ts";

export type SignerFailure =
  /** There is a key, and it is damaged or not what it says of itself. */
  | { readonly code: "signer/key-unusable"; readonly reason: string }
  /** The system does not let us at it; its code. */
  | { readonly code: "signer/key-unreadable"; readonly reason: string }
  /** Others than its owner may read it: whoever did has the key. */
  | { readonly code: "signer/key-exposed"; readonly reason: string }
  /** The chip that keeps it was cleared, or the disk stands in another machine: the key is gone for good. */
  | { readonly code: "signer/chip-cleared"; readonly reason: string }
  /** The platform kept it, and has it no more; no other is made in its place. */
  | { readonly code: "signer/key-gone"; readonly reason: string };

/** How the private half is kept, the strongest first, as `keyStorage` of the contract has it. */
export type KeyStorage =
  | "tpm"
  | "strongbox"
  | "trusted_environment"
  | "keystore"
  | "credential_tpm2"
  | "dpapi"
  | "credential_host"
  | "software";

export type DeviceKey = {
  readonly kid: string;
  readonly publicJwk: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
  readonly storage: KeyStorage;
  /** Where the platform attests keys: its certificates, DER in base64url, the key's own first. */
  readonly attestation?: readonly string[];
};

/** `kid`, where it is left out: that of the key in use. A key of a name that nobody has is "signer/key-unusable". */
export interface Signer {
  /** The key, made at first use in the strongest way that works here, and the same until `use`. */
  key(kid?: string): Promise<Result<DeviceKey, SignerFailure>>;
  /** ES256 over the bytes: 64 bytes, r and s (RFC 7518 section 3.4), with the lower s (device/base/lowS): no other counts. */
  sign(bytes: Uint8Array, kid?: string): Promise<Result<Uint8Array, SignerFailure>>;
  /** A key that is kept better than the one in use: made when it is asked for first, durable before it is told. Null: there is no better way. */
  stronger(): Promise<Result<DeviceKey | null, SignerFailure>>;
  /**
   * From now on, durably, this key is the one in use; the one before still signs where it is named. It is nothing to do
   * where it is in use already. False: nobody has a key of this name that could be.
   */
  use(kid: string): Promise<Result<boolean, SignerFailure>>;
}
