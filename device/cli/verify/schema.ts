/** What verify prints with --json. Programs build on it: a field may come, none may go or change its meaning. */

import * as z from "zod/mini";
import { offlineTier } from "../../contract/codes.ts";
import { epoch, instant, keyId, serialNumber, sha256Text, uuid } from "../../contract/fields.ts";
import { receiptPayload } from "../../contract/messages/outcome.ts";
import { commandLineEn } from "../../text/en/commandLine.ts";
import { verifyEn as words } from "../../text/en/verify.ts";
import { exitCodes } from "../exitCodes.ts";

export const verifyFormat = "jiebang-verify/2";

/** Every code that has its words, and no other. */
function codesOf<Code extends string>(table: Readonly<Record<Code, unknown>>) {
  return z.enum(Object.keys(table) as Code[]);
}

const facts = z.record(z.string(), z.union([z.string(), z.number()]));
const format = z.literal(verifyFormat);

const looked = z.strictObject({
  format,
  exitCode: z.literal([
    exitCodes.proven,
    exitCodes.wrong,
    exitCodes.notUnbound,
    exitCodes.notProvable,
    exitCodes.notPinned,
  ]),
  file: z.string(),
  conclusion: codesOf(words.conclusions),
  about: z.optional(
    z.strictObject({
      requestId: z.optional(uuid),
      sn: z.optional(serialNumber),
      epoch: z.optional(epoch),
      receiptId: z.optional(uuid),
      outcome: z.optional(receiptPayload.shape.outcome),
      unboundAt: z.optional(instant),
      challenge: z.optional(z.string()),
      tier: z.optional(offlineTier),
      authorisedAt: z.optional(instant),
    }),
  ),
  /** Of the text given with --terms; left out without, and where the evidence does not hold. */
  terms: z.optional(z.strictObject({ agreed: z.boolean(), textHash: z.optional(sha256Text) })),
  findings: z.array(z.strictObject({ code: codesOf(words.right), ok: z.boolean(), facts })),
  /** What proves nothing against anybody; left out of a receipt alone. */
  doubts: z.optional(z.array(z.strictObject({ code: codesOf(words.doubts), facts }))),
  /** By whose word each piece is, and whether it convinces anybody but the two. */
  provable: z.array(
    z.strictObject({ object: codesOf(words.places), word: codesOf(words.provable), toThirdParties: z.boolean() }),
  ),
  /** Of the conclusion as a whole. */
  toThirdParties: z.boolean(),
  notProven: z.array(z.strictObject({ code: codesOf(words.leftOpen), facts })),
  /** These four are left out of a receipt alone. */
  upstreamPinned: z.optional(z.boolean()),
  deviceKid: z.optional(keyId),
  upstreamKids: z.optional(z.array(keyId)),
  /** The keys at hand on which those rest: others where the upstream has changed its keys. */
  rootKids: z.optional(z.array(keyId)),
});

const notLooked = z.strictObject({
  format,
  exitCode: z.literal([exitCodes.wrong, exitCodes.notLooked]),
  /** With facts in field terms. */
  error: z.looseObject({ code: codesOf({ ...commandLineEn.failures, ...words.failures }) }),
});

const verifyReport = z.union([looked, notLooked]);

/** JSON Schema, draft 2020-12, as it is checked in for those who write programs against it. */
export function verifyJsonSchema(): object {
  return { title: "What npm run verify prints with --json", ...z.toJSONSchema(verifyReport, { io: "output" }) };
}
