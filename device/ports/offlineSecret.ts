/** The secret that this terminal and its upstream share for answers given over the phone. */

import type { Result } from "../base/result.ts";

export type OfflineSecretFailure =
  /** None was ever made here: the terminal was enrolled without one. */
  { readonly code: "offline/no-secret" } | { readonly code: "offline/secret-unusable"; readonly reason: string };

export interface OfflineSecret {
  /**
   * The secret, 32 bytes in base64url, for the enrolment over TLS and for nothing else. Made when first asked for,
   * durable before it is told, and the same ever after.
   */
  reveal(): Promise<Result<string, OfflineSecretFailure>>;
  /** HMAC-SHA-256 of the bytes under the secret: 32 bytes. Makes none: one that the upstream does not know is of no use. */
  hmac(bytes: Uint8Array): Promise<Result<Uint8Array, OfflineSecretFailure>>;
}
