/** The secret that this terminal and its upstream share for answers given over the phone. It never crosses the wire. */

import type { Result } from "../base/result.ts";
import type { DeviceKey } from "./signer.ts";

export type OfflineSecretFailure =
  /** None was ever agreed on here: the terminal was enrolled without one. */
  { readonly code: "offline/no-secret" } | { readonly code: "offline/secret-unusable"; readonly reason: string };

/** Whom the secret is agreed on with, and what for: another name is another secret. */
export type Agreement = {
  /** The upstream's agreement key, as the configuration pins it. */
  readonly upstreamKey: DeviceKey["publicJwk"];
  readonly audience: string;
  readonly sn: string;
  readonly deviceKid: string;
};

export interface OfflineSecret {
  /**
   * Agrees on 32 bytes by ECDH with a key pair of its own that is forgotten at once, and tells that pair's public half,
   * by which the upstream comes to the same (`agreementContext`). Durable before it is told; the same for the same
   * agreement, also after a restart.
   */
  agree(agreement: Agreement): Promise<Result<DeviceKey["publicJwk"], OfflineSecretFailure>>;
  /** HMAC-SHA-256 of the bytes under the secret: 32 bytes. Makes none: one that the upstream does not know is of no use. */
  hmac(bytes: Uint8Array): Promise<Result<Uint8Array, OfflineSecretFailure>>;
}
