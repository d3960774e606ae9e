/** What the page sees of who stands before the terminal, and of what is being typed: how many digits, never which. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { pinRole } from "../codes.ts";
import { failure } from "../errors.ts";
import { count, instant, uuid } from "../fields.ts";

export const pinLength = { min: 6, max: 12 } as const;

/** A person, as far as the terminal can tell one from another: whoever has the PIN that was set at one time for a role. */
export const principal = z.strictObject({ role: pinRole, principalId: uuid });
export type Principal = Immutable<z.infer<typeof principal>>;

export const pinStanding = z.strictObject({
  set: z.boolean(),
  /** None left: locked until somebody else lifts the lock. */
  triesLeft: count,
  /** Unix milliseconds until which no try is taken, or null. */
  waitUntil: z.nullable(z.number()),
});
export type PinStanding = Immutable<z.infer<typeof pinStanding>>;

/** The ten digits in the order of the keys; the last stands alone below the others. */
const keypad = z.array(z.int().check(z.minimum(0), z.maximum(9))).check(z.length(10));

export const pinView = z.strictObject({
  standings: z.strictObject({ merchant: pinStanding, technician: pinStanding, factory: pinStanding }),
  /** Who the operator may say to be, while that is asked; null otherwise. */
  rolesOffered: z.nullable(z.array(pinRole)),
  entry: z.nullable(
    z.strictObject({
      role: pinRole,
      /**
       * "choose": where this role has no PIN; "change": in the place of the one it has; "repeat": the new one again;
       * "unlock": to be let in; "approve": as the second person, while the first stays let in.
       */
      purpose: z.enum(["choose", "change", "repeat", "unlock", "approve"]),
      typed: count,
      checking: z.boolean(),
      failure: z.nullable(failure),
      keypad,
    }),
  ),
});
export type PinView = Immutable<z.infer<typeof pinView>>;

export const sessionView = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("closed") }),
  z.strictObject({
    phase: z.literal("open"),
    /** Who was let in; null before. */
    principal: z.nullable(principal),
    /** Unix milliseconds at which the menu closes by itself; set once the warning is due. */
    closesAt: z.nullable(z.number()),
  }),
]);
export type SessionView = Immutable<z.infer<typeof sessionView>>;

/** The entry of a code that is not a PIN. */
export const codeEntryView = z.strictObject({
  purpose: z.enum(["verification", "offlineAnswer", "pinReset"]),
  typed: count,
  length: z.strictObject({ min: count, max: count }),
  keypad,
  checking: z.boolean(),
  failure: z.nullable(failure),
  /** Null where nobody has told. */
  triesLeft: z.nullable(count),
});
export type CodeEntryView = Immutable<z.infer<typeof codeEntryView>>;

export const pinResetView = z.strictObject({
  role: pinRole,
  groups: z.array(z.string()),
  expiresAt: instant,
  /** Unix milliseconds until which no code that is read out is compared, or null; a signed answer is taken all the while. */
  waitUntil: z.nullable(z.number()),
});
export type PinResetView = Immutable<z.infer<typeof pinResetView>>;
