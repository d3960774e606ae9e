/** How a secret lies among the state files: wrapped with AES-256-GCM under a key that the platform keeps. */

import * as z from "zod/mini";
import { text } from "../../contract/fields.ts";

/** As it is written into the secret's own file, base64url: 12 bytes, the encrypted secret, 16 bytes. */
export const wrappedSecret = {
  protection: z.enum(["tpm", "keystore", "credential_tpm2", "dpapi", "credential_host", "credential", "file"]),
  iv: z.string().check(z.length(16)),
  wrapped: text(2048),
  tag: z.string().check(z.length(22)),
};
export type WrappedSecret = Readonly<z.infer<z.ZodMiniObject<typeof wrappedSecret>>>;

/** Where the wrapping key is: as `KeyStorage` has it, "file" for software; "credential" is one of systemd's that an earlier program took, of whatever kind. */
export type KeyProtection = WrappedSecret["protection"];

/** What a wrapped secret is for, and what must come back with it; one use's wrapping is of no use for another. */
export type WrapUse = { readonly purpose: string; readonly boundTo: Uint8Array };

export type KeyWrapping = {
  /** Makes the wrapping key where there is none. Both may refuse as in `attempt`. */
  wrap(plain: Uint8Array, use: WrapUse): Promise<WrappedSecret>;
  /** The secret, to be overwritten after use. Refuses what was wrapped with another key or for another use. */
  unwrap(secret: WrappedSecret, use: WrapUse): Promise<Uint8Array>;
};

/** A state file that holds one wrapped secret, so that it can be wrapped anew when there is a better key for that. */
export type WrappedFile = {
  readonly name: string;
  readonly maxBytes: number;
  /** What its secret is for; null where this is none of these files. */
  useOf(stored: unknown): WrapUse | null;
};
