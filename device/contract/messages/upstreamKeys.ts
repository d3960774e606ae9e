/**
 * Provider to terminal: which keys it signs by, and until when each. It names no terminal: every one gets the same text.
 * Sets form a chain; whoever trusts a key of the one before needs nobody else to believe the next.
 */

import * as z from "zod/mini";
import { count, foreignInstant, publicJwk, sha256Text, text } from "../fields.ts";

/** As many keys as one set tells of, and as many sets as a chain has. */
export const mostKeySets = 32;

const upstreamKey = z.strictObject({
  key: publicJwk,
  /** From when the provider signs by it. */
  notBefore: foreignInstant,
  /** From when nothing counts that comes signed by it. Left out: no end is known, and it may sign the next set. */
  notAfter: z.optional(foreignInstant),
});

/** JWS `typ` upstream-keys+jws. */
export const upstreamKeysPayload = z.strictObject({
  iss: text(200),
  /** Grows with every set. */
  serial: count,
  /** The set before this one, by its hash; null in the first. */
  previous: z.nullable(sha256Text),
  /** All that ever were: a later set drops none. */
  keys: z.array(upstreamKey).check(z.minLength(1), z.maxLength(mostKeySets)),
  issuedAt: foreignInstant,
});
export type UpstreamKeysPayload = z.infer<typeof upstreamKeysPayload>;
