/**
 * How often a role's PIN was compared without success, and how long to wait (NIST SP 800-63B-4 section 3.2.10: at most
 * ten in a row, whoever lifts a lock in between). A comparison counts from the moment it is written down; only a success
 * written down later, or a new PIN, takes it back.
 */

import * as z from "zod/mini";
import { type PinRole, pinLiftReason, pinRole } from "../contract/codes.ts";
import { uuid } from "../contract/fields.ts";
import type { JournalRecord } from "../journal/record.ts";

export const pinRecordKind = "pin";

export const pinEvent = z.discriminatedUnion("type", [
  /** From now on the role's PIN is another person's: `principalId` is new. */
  z.strictObject({ type: z.literal("set"), role: pinRole, principalId: uuid, setBy: pinRole }),
  z.strictObject({ type: z.literal("tried"), role: pinRole }),
  z.strictObject({ type: z.literal("matched"), role: pinRole }),
  /** A PIN that somebody wants to choose is going to be compared with this role's. */
  z.strictObject({ type: z.literal("probed"), role: pinRole }),
  /** `reference` names the authenticator: the technician's principal, or the upstream's unlock. Earlier programs gave no reason. */
  z.strictObject({
    type: z.literal("unlocked"),
    role: pinRole,
    by: z.enum(["technician", "upstream"]),
    reference: uuid,
    reason: z.exactOptional(pinLiftReason),
  }),
  /** The PIN is forgotten on purpose: the role's next PIN is a first one. */
  z.strictObject({ type: z.literal("forgotten"), role: pinRole }),
  /** A code by which the upstream allows a new PIN is about to be compared; which one is never written down. */
  z.strictObject({ type: z.literal("answerTried"), role: pinRole }),
]);
export type PinEvent = z.infer<typeof pinEvent>;

export type Throttle = {
  /** Whose PIN it is; null where none was ever set, or the last was forgotten on purpose. */
  readonly holder: { readonly principalId: string; readonly setBy: PinRole } | null;
  /** Tries since the last success. */
  readonly comparisons: number;
  /** Comparisons with what somebody else wanted to choose, since the last success. They are not this role's tries. */
  readonly probes: number;
  /** When the last of them was written down, Unix milliseconds; 0 where there is none. */
  readonly comparedAt: number;
  /** How often a technician lifted the lock since the last success. */
  readonly lifts: number;
  /** Codes of the upstream that were compared since the last one that was right. */
  readonly answers: number;
  /** When the last of them was written down, Unix milliseconds; 0 where there is none. */
  readonly answeredAt: number;
};
export type Throttles = Readonly<Record<PinRole, Throttle>>;

const fresh: Throttle = {
  holder: null,
  comparisons: 0,
  probes: 0,
  comparedAt: 0,
  lifts: 0,
  answers: 0,
  answeredAt: 0,
};
const freshThrottles: Throttles = { merchant: fresh, technician: fresh, factory: fresh };

export const mostComparisons = 10;
export const mostProbes = 2;

/** `at`: when the event was written down, Unix milliseconds. */
export function stepThrottles(throttles: Throttles, event: PinEvent, at: number): Throttles {
  return { ...throttles, [event.role]: step(throttles[event.role], event, at) };
}

function step(throttle: Throttle, event: PinEvent, at: number): Throttle {
  switch (event.type) {
    case "set": {
      const holder = { principalId: event.principalId, setBy: event.setBy };
      return { ...throttle, holder, comparisons: 0, probes: 0, lifts: 0 };
    }
    case "tried":
      return { ...throttle, comparisons: throttle.comparisons + 1, comparedAt: at };
    case "probed":
      return { ...throttle, probes: throttle.probes + 1 };
    case "matched":
      return { ...throttle, comparisons: 0, probes: 0, lifts: 0 };
    case "unlocked":
      // Nothing is waited for after it; what was compared stays counted.
      return { ...throttle, comparedAt: 0, lifts: throttle.lifts + 1 };
    case "answerTried":
      return { ...throttle, answers: throttle.answers + 1, answeredAt: at };
    case "forgotten":
      return fresh;
  }
}

/** Null when a record is not one of ours. */
export function foldThrottles(records: readonly JournalRecord[]): Throttles | null {
  let throttles = freshThrottles;
  for (const record of records) {
    if (record.kind !== pinRecordKind) continue;
    const event = pinEvent.safeParse(record.body);
    if (!event.success) return null;
    throttles = stepThrottles(throttles, event.data, record.at);
  }
  return throttles;
}

/**
 * The records without which the fold would come to something else. A long past of PINs that were right is not among them: of
 * what a success or a new PIN took back only the time of the last comparison counts.
 */
export function throttleRecords(records: readonly JournalRecord[]): readonly JournalRecord[] {
  const takenBack = new Set<PinRole>();
  const timed = new Set<PinRole>();

  function counts(record: JournalRecord): boolean {
    const event = pinEvent.safeParse(record.body);
    if (!event.success) return true;
    const { type, role } = event.data;
    const isOld = takenBack.has(role);
    if (type === "matched" || type === "set" || type === "forgotten") takenBack.add(role);
    if (type === "matched" || type === "probed") return !isOld;
    if (type !== "tried" && type !== "unlocked") return true;
    const isLast = !timed.has(role);
    timed.add(role);
    return !isOld || isLast;
  }

  const newestFirst = records.filter(({ kind }) => kind === pinRecordKind).reverse();
  return newestFirst.filter(counts).reverse();
}

/** Milliseconds to wait before the next try: none for two comparisons, then 30 s, doubling, at most an hour. */
export function waitAfterMs(comparisons: number): number {
  return growingWaitMs(comparisons, 3_600_000);
}

/**
 * Milliseconds before the next code of the upstream is compared. No number of wrong ones shuts the way, or whoever passes
 * by could shut it; the longest wait is five minutes, which leaves some 105,000 guesses a year among 2^31 codes.
 */
export function answerWaitAfterMs(answers: number): number {
  return growingWaitMs(answers, 300_000);
}

function growingWaitMs(wrong: number, longestMs: number): number {
  return wrong < 3 ? 0 : Math.min(longestMs, 30_000 * 2 ** (wrong - 3));
}

/** The merchant is locked before the ten are used up: a technician may give the rest. The others have nobody here who could. */
const comparisonsBeforeLift = 7;

/** Tries and probes together are ten at most. A probe is kept room for, so that nobody's choosing costs another a try that is shown. */
export function triesLeft(role: PinRole, { comparisons, probes, lifts }: Throttle): number {
  return Math.max(0, mostTries() - comparisons);

  function mostTries(): number {
    if (role !== "merchant") return mostComparisons - mostProbes;
    return lifts === 0 ? comparisonsBeforeLift : mostComparisons - probes;
  }
}

/** Once between two successes, so that the ten are not begun again. */
export function mayBeLifted(role: PinRole, throttle: Throttle): boolean {
  const { comparisons, probes } = throttle;
  return role === "merchant" && triesLeft(role, throttle) === 0 && comparisons + probes < mostComparisons;
}

/**
 * Whether a PIN that another person wants to choose may be compared with this role's: twice at most until the role's own
 * PIN was typed right, and not while somebody tries it. Otherwise choosing PINs would be a way to guess somebody else's.
 */
export function mayProbe({ comparisons, probes }: Throttle): boolean {
  return comparisons + probes < mostProbes;
}
