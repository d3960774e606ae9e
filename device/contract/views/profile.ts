/** What the page needs of a provider's profile: codes and values. What the provider does not say is "unspecified". */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import {
  channelKind,
  conditionCode,
  documentCode,
  executionStyle,
  factorKind,
  followUpCode,
  prohibitionCode,
  reasonCode,
  statementCode,
  way,
} from "../codes.ts";
import { text } from "../fields.ts";

const condition = z.nullable(conditionCode);

export const profileView = z.strictObject({
  providerId: text(64),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  version: text(32),
  /** True when it was signed by the upstream; false for the one that came with the program. */
  signed: z.boolean(),
  execution: executionStyle,
  ways: z.array(way),
  reasons: z.array(z.strictObject({ code: reasonCode, documents: z.array(documentCode) })),
  statements: z.array(z.strictObject({ code: statementCode, level: z.enum(["must", "should"]) })),
  documents: z.array(z.strictObject({ code: documentCode, condition })),
  factors: z.array(z.strictObject({ kind: factorKind, collectOnDevice: z.enum(["yes", "no", "never"]) })),
  reviewBy: z.enum(["system", "staff", "unspecified"]),
  followUps: z.array(z.strictObject({ code: followUpCode, condition })),
  prohibitions: z.array(prohibitionCode),
  /** The first to be tried first. `contact`: a number or an address that the upstream signed; null where there is none. */
  channels: z.array(z.strictObject({ kind: channelKind, condition, contact: z.nullable(z.string()) })),
});
export type ProfileView = Immutable<z.infer<typeof profileView>>;
