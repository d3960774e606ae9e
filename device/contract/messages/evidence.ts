/** Terminal to anybody: what binds a bundle of evidence together. */

import * as z from "zod/mini";
import { count, instant, sha256Text } from "../fields.ts";

/** Where the journal stood when it was signed; `hash` is that of record `seq`. */
export const journalHeadPayload = z.strictObject({ seq: count, hash: sha256Text, at: instant });

/** SHA-256 over the canonical bytes of an evidence bundle without its seal. */
export const evidenceSealPayload = z.strictObject({ bundleHash: sha256Text, at: instant });
