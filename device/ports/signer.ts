/** The terminal's own signing key. The private half never leaves the adapter. */

import type { Result } from "../base/result.ts";

export type SignerFailure =
  /** There is a key, and it is damaged or not what it says of itself. */
  | { readonly code: "signer/key-unusable"; readonly reason: string }
  /** The system does not let us at it; its code. */
  | { readonly code: "signer/key-unreadable"; readonly reason: string }
  /** Others than its owner may read it: whoever did has the key. */
  | { readonly code: "signer/key-exposed"; readonly reason: string }
  /** The platform kept it, and has it no more; no other is made in its place. */
  | { readonly code: "signer/key-gone"; readonly reason: string };

export type DeviceKey = {
  readonly kid: string;
  readonly publicJwk: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
  /** How the private half is kept: by the operating system, or in a file, wrapped with a key from another file beside it. */
  readonly storage: "os" | "wrapped_file";
};

export interface Signer {
  /** The key, made at first use and the same ever after. */
  key(): Promise<Result<DeviceKey, SignerFailure>>;
  /** ES256 over the bytes: 64 bytes, r and s (RFC 7518 section 3.4), with the lower s (device/base/lowS): no other counts. */
  sign(bytes: Uint8Array): Promise<Result<Uint8Array, SignerFailure>>;
}
