/**
 * Provider to terminal: how far it has heard this terminal. A terminal that knows less than that has an older state than it
 * had: a program cannot see by itself that its whole folder was put back.
 */

import * as z from "zod/mini";
import { count, foreignInstant, serialNumber, sha256Text, uuid } from "../fields.ts";
import { fromUpstream } from "./jwsTypes.ts";

/** A record of the terminal's journal: its number, the first is 1, and the hash of its line. */
export const journalPoint = z.strictObject({ seq: count, hash: sha256Text });
export type JournalPoint = z.infer<typeof journalPoint>;
/** What a question tells the provider, and the nonce by which the answer names the question. */
export type Told = { readonly nonce: string; readonly journal: JournalPoint };

/** All of it since the terminal's key was enrolled last: whoever enrols it anew begins anew. */
export const heardPayload = z.strictObject({
  ...fromUpstream,
  sn: serialNumber,
  /** That of the question that it answers; what was said to an earlier one answers nothing. */
  nonce: uuid,
  /** How many requests of this terminal were taken, with or without a network; the provider's own orders are none. */
  requests: count,
  /** The last of them. */
  lastRequestId: z.nullable(uuid),
  /** The farthest that its questions told; a terminal need not tell any. */
  journal: z.nullable(journalPoint),
  at: foreignInstant,
});
export type HeardPayload = z.infer<typeof heardPayload>;
