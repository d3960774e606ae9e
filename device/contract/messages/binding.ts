/** Provider to terminal: what the terminal is bound to, and what stands in the way of ending it. */

import * as z from "zod/mini";
import { bindingKind } from "../codes.ts";
import { count, epoch, foreignInstant, keyStorage, serialNumber, sha256Text, text, uuid } from "../fields.ts";
import { fromUpstream } from "./jwsTypes.ts";

/** The five elements of one network entry, masked for people or hashed for comparison (SHA-256 over salt and value). */
export const fiveElements = z.strictObject({
  acquirerCode: text(32),
  merchantCodeHash: sha256Text,
  creditCodeHash: sha256Text,
  settlementAccountMasked: text(40),
  addressMasked: text(80),
});

/** A permission that the upstream gave ahead of a request: to unbind at all, or to leave money data behind. */
export const authorisation = z.strictObject({
  id: uuid,
  covers: z.array(z.enum(["unbind", "waive_open_batch", "waive_stored_offline"])).check(z.minLength(1), z.maxLength(3)),
  expiresAt: foreignInstant,
});
export type Authorisation = z.infer<typeof authorisation>;

/** What stands in the way of ending a binding just now, as the upstream knows it. A member left out: it does not say. */
export const unbindTerms = z.strictObject({
  window: z.optional(z.strictObject({ opensAt: foreignInstant, closesAt: foreignInstant })),
  unbindsLeft: z.optional(count),
  authorisation: z.optional(authorisation),
  /** A request for this binding that is not settled, from wherever it was made. */
  openRequestId: z.optional(uuid),
  /** The account that takes over from the one to be unbound; "none": there is to be none. */
  replacement: z.optional(
    z.strictObject({ state: z.enum(["pending", "validated", "none"]), accountMasked: z.optional(text(40)) }),
  ),
});
export type UnbindTerms = z.infer<typeof unbindTerms>;

/** What the upstream says this terminal is bound to. A terminal may have several bindings, one of each kind and provider. */
export const bindingPayload = z.strictObject({
  ...fromUpstream,
  providerId: text(64),
  bindingKind,
  state: z.enum(["bound", "unbound"]),
  sn: serialNumber,
  epoch,
  merchantName: text(80),
  merchantIdMasked: text(40),
  /** The card or account that is bound, masked; left out where the terminal itself is what is bound. */
  subjectMasked: z.optional(text(40)),
  contactMasked: z.optional(text(40)),
  fiveElements,
  policy: z.strictObject({ id: text(64), version: text(32) }),
  /** Since when it is bound, in this epoch. */
  boundAt: z.optional(foreignInstant),
  terms: z.optional(unbindTerms),
  /** How the terminal keeps its key, where an attestation proved it to the upstream. */
  keyProven: z.optional(keyStorage),
  issuedAt: foreignInstant,
  /** Grows with every change of what is said of this binding: what has a smaller one was said before. */
  serial: count,
});
export type BindingPayload = z.infer<typeof bindingPayload>;
