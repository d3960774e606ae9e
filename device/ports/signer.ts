/** The terminal's own signing key. The private half never leaves the adapter. */

import type { Result } from "../base/result.ts";

export type SignerFailure = { readonly code: "signer/key-unusable"; readonly reason: string };

export type DeviceKey = {
  readonly kid: string;
  readonly publicJwk: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
  /** How the private half is kept: by the operating system, or in a file wrapped with a key bound to this device. */
  readonly storage: "os" | "wrapped_file";
};

export interface Signer {
  /** The key, made at first use and the same ever after. */
  key(): Promise<Result<DeviceKey, SignerFailure>>;
  /** ES256 over the bytes: 64 bytes, r and s (RFC 7518 section 3.4). */
  sign(bytes: Uint8Array): Promise<Result<Uint8Array, SignerFailure>>;
}
