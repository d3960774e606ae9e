/**
 * What a provider's profile may say: codes and values, no sentence, address, telephone number or fee. Where a provider
 * says nothing it says "unspecified". What no provider may say (policy.ts) does not parse.
 */

import * as z from "zod/mini";
import {
  bindingKind,
  channelKind,
  checkCode,
  conditionCode,
  documentCode,
  executionStyle,
  factorKind,
  followUpCode,
  prohibitionCode,
  reasonCode,
  role,
  statementCode,
  way,
} from "../contract/codes.ts";
import { count, foreignInstant, text } from "../contract/fields.ts";
import { fromUpstream } from "../contract/messages/jwsTypes.ts";
import { identifierCode, menuStep, remedyCode, troubleCode } from "./codes.ts";
import { checkPolicies, collectable } from "./policy.ts";

/** A value, or the provider's silence. */
const stated = <S extends z.ZodMiniType>(value: S) => z.union([value, z.literal("unspecified")]);

/** One to `max` items, none of them twice; an item's first member names it. */
const listOf = <S extends z.ZodMiniType>(item: S, max: number) =>
  z.array(item).check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((items) => new Set(items.map(nameOf)).size === items.length, "twice"),
  );

function nameOf(item: unknown): string {
  return JSON.stringify(typeof item === "object" && item !== null ? Object.values(item)[0] : item);
}

/** The provider's own name: letters and short numbers, so that no address and no telephone number fits in. */
const name = z.string().check(z.regex(/^(?!.*\d{5})[\p{L}\p{N}][\p{L}\p{N} ()（）·-]{0,39}$/u));

/** What has to be so before an unbind: a check of the terminal or the upstream, or something a person states. */
const precondition = z.union([
  z
    .strictObject({
      check: checkCode,
      level: z.enum(["must", "should"]),
      /** Percent, of BATTERY_LOW; no other check has one. */
      threshold: z.optional(stated(z.number().check(z.int(), z.gte(1), z.lte(100)))),
      waivableBy: z.optional(z.array(role).check(z.maxLength(2))),
    })
    .check(
      z.refine(({ check, level }) => level === "must" || checkPolicies[check].level === "should", "looser than policy"),
      z.refine(({ check, waivableBy = [] }) => {
        return waivableBy.every((by) => checkPolicies[check].waivableBy.includes(by));
      }, "waivable by whom policy does not let"),
      z.refine(({ check, threshold }) => threshold === undefined || check === "BATTERY_LOW", "no threshold"),
    ),
  z.strictObject({ check: statementCode, level: z.enum(["must", "should"]) }),
]);

const factor = z
  .strictObject({
    kind: factorKind,
    collectOnDevice: z.enum(["yes", "no", "never"]),
    /** The provider takes something else in its place as well, and does not say what. */
    orOther: z.optional(z.literal(true)),
  })
  .check(
    z.refine(({ kind, collectOnDevice }) => collectable[kind].includes(collectOnDevice), "not to be collected so"),
  );

/** "exists": there is one, and nobody names a number. */
const limit = stated(z.enum(["exists", "possible"]));

export const providerProfile = z.strictObject({
  schemaVersion: z.literal(1),
  providerId: z.string().check(z.regex(/^[a-z]+(-[a-z]+){0,5}$/), z.maxLength(64)),
  profileVersion: z.string().check(z.regex(/^\d{1,4}(\.\d{1,4}){0,2}$/)),
  name: z.strictObject({ zh: name, en: name }),
  bindingKind,
  execution: stated(executionStyle),
  ways: stated(listOf(way, 2)),
  /** In the order in which they are to be tried, where `order` says so. */
  channels: listOf(
    z.strictObject({ kind: channelKind, order: z.optional(count), condition: z.optional(conditionCode) }),
    9,
  ),
  /** On the provider's own pages; each step with the names it may have there. */
  menuPath: stated(z.array(listOf(menuStep, 4)).check(z.minLength(1), z.maxLength(8))),
  reasons: listOf(z.strictObject({ code: reasonCode, requires: z.optional(listOf(documentCode, 10)) }), 15),
  reasonChangesFlow: stated(z.boolean()),
  preconditions: listOf(precondition, 41),
  identifiers: listOf(
    z.strictObject({
      code: identifierCode,
      /** "one_of": one of those that say so is enough. */
      use: stated(z.enum(["required", "optional", "verify", "select", "one_of"])),
      /** Where it is needed on one channel only. */
      channel: z.optional(channelKind),
    }),
    14,
  ),
  form: stated(z.enum(["application_form", "platform_form"])),
  documents: stated(listOf(z.strictObject({ code: documentCode, condition: z.optional(conditionCode) }), 10)),
  verification: z.strictObject({
    mode: stated(z.enum(["all", "any"])),
    phase: stated(z.enum(["before_submit", "after_confirm", "after_approval", "before_completion"])),
    factors: listOf(factor, 9),
  }),
  secondConfirmation: stated(z.boolean()),
  review: z.strictObject({
    required: stated(z.boolean()),
    by: stated(z.enum(["system", "staff"])),
    /** How long it takes; nobody names a time. */
    sla: stated(z.enum(["takes_some_time", "wait_for_answer", "depends_on_workload"])),
    progressQuery: stated(z.enum(["customer_service", "follow_progress"])),
    onReject: stated(z.enum(["amend_and_resubmit"])),
    gate: stated(z.enum(["next_step_after_approval"])),
  }),
  risk: z.strictObject({ assessment: stated(z.boolean()), passLevel: stated(z.enum(["low"])) }),
  limits: z.strictObject({
    frequency: limit,
    window: limit,
    devicesPerAccount: limit,
    penalty: stated(z.enum(["temporary_lock_or_restriction"])),
  }),
  funds: z.strictObject({
    settlement: stated(z.enum(["transfer_all_or_close"])),
    timing: stated(z.enum(["after_completion_and_verification"])),
    deposit: stated(z.enum(["refund_after_unbind"])),
    checkArrival: stated(z.boolean()),
    insufficientBalance: stated(z.enum(["failed_transactions_or_charges"])),
    newAccountEffective: stated(z.enum(["must_be_confirmed"])),
  }),
  notification: z.strictObject({
    channels: stated(listOf(z.enum(["sms", "email", "message", "platform_notice", "on_screen"]), 5)),
    /** "claims_done_when_submitted": what the provider then calls finished is submitted, and no more. */
    content: stated(listOf(z.enum(["card_details", "time", "claims_done_when_submitted"]), 3)),
    completion: stated(z.enum(["confirmation_notice", "success_notice", "immediate_success_notice"])),
  }),
  voucher: z.strictObject({
    keep: stated(z.enum(["voucher", "evidence", "password_or_code"])),
    content: stated(listOf(z.enum(["files", "electronic_records"]), 2)),
    history: stated(z.boolean()),
    listShowsUnbound: stated(z.boolean()),
  }),
  errors: listOf(z.strictObject({ code: troubleCode, remedy: listOf(remedyCode, 6) }), 15),
  followUps: listOf(z.strictObject({ code: followUpCode, condition: z.optional(conditionCode) }), 16),
  legal: stated(listOf(z.enum(["electronic_signature_law", "consumer_protection_law"]), 2)),
  prohibitions: listOf(prohibitionCode, 5),
  presence: stated(z.enum(["owner_required", "owner_preferred"])),
});
export type ProviderProfile = z.infer<typeof providerProfile>;

/** How a provider is reached: nothing that this product comes with, so the upstream's own words. No control characters. */
const contact = z.strictObject({ kind: channelKind, value: text(80).check(z.regex(/^[^\p{C}]+$/u)) });
export type Contact = z.infer<typeof contact>;

/**
 * Where the provider's verifier lies (https). Short, for it stands in a QR code before a receipt; without query and fragment,
 * for the fragment is the receipt's place.
 */
const verifierAddress = z
  .string()
  .check(z.maxLength(120), z.regex(/^https:\/\/[a-z0-9][a-z0-9.-]{0,100}(:\d{1,5})?(\/[A-Za-z0-9._~-]+)*\/?$/));
/** What a merchant reads and agrees to: lines, no other control characters. */
const policyText = text(4_000).check(z.regex(/^(?:[^\p{C}]|\n)+$/u));

/** The policy of which the provider's bindings give id and version, as it is to be read on the terminal. */
const policy = z.strictObject({
  id: text(64),
  version: text(32),
  text: z.strictObject({ "zh-CN": policyText, en: policyText }),
});
export type Policy = z.infer<typeof policy>;

const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/));

/**
 * One shape of a logo on a square of 64 units: what SVG 1.1 section 8.3 calls path data, commands and numbers, and the colour
 * that it is filled with. Nothing in it can be run, and nothing refers to anything.
 */
const shape = z.strictObject({
  d: z.string().check(z.maxLength(1_200), z.regex(/^[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.-]+$/)),
  fill: colour,
});

const brand = z.strictObject({
  colour: z.optional(colour),
  logo: z.optional(z.array(shape).check(z.minLength(1), z.maxLength(6))),
});
export type Brand = z.infer<typeof brand>;

/** A profile as the upstream signs it (JWS `typ` provider-profile+jws). */
export const signedProfilePayload = z.strictObject({
  ...fromUpstream,
  profile: providerProfile,
  contacts: z.array(contact).check(z.maxLength(16)),
  /** Whose pages a telephone may be sent to; nobody's where none is listed. */
  handOverOrigins: z.optional(
    z.array(z.string().check(z.regex(/^https:\/\/[a-z0-9][a-z0-9.-]{0,252}(:\d{1,5})?$/))).check(z.maxLength(8)),
  ),
  /** Where anybody checks a voucher; nowhere on the network where it is left out. */
  verifier: z.optional(verifierAddress),
  /** Without it nobody is asked to agree to anything. */
  policy: z.optional(policy),
  /** How merchants know the provider. */
  brand: z.optional(brand),
  issuedAt: foreignInstant,
  /** Grows with every issue for one provider and binding kind; an older one is not taken any more. */
  serial: count,
});
export type SignedProfilePayload = z.infer<typeof signedProfilePayload>;

/** As it is still read where an earlier program has kept it. */
export const earlierProfilePayload = z.partial(signedProfilePayload, { iss: true, aud: true });
export type EarlierProfilePayload = z.infer<typeof earlierProfilePayload>;
