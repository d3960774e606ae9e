/**
 * How many wrong PINs there were, and how long to wait (NIST SP 800-63B-4 section 3.2.10: at most ten in a row).
 * A try counts from the moment it is written down; only a match written down later takes it back.
 */

import * as z from "zod/mini";
import type { JournalRecord } from "../journal/record.ts";

export const pinRecordKind = "pin";

const role = z.enum(["merchant"]);
export const pinEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("set"), role }),
  z.strictObject({ type: z.literal("tried"), role }),
  z.strictObject({ type: z.literal("matched"), role }),
]);
export type PinEvent = z.infer<typeof pinEvent>;

export type Throttle = { readonly everSet: boolean; readonly failures: number };

export const freshThrottle: Throttle = { everSet: false, failures: 0 };

export const mostFailures = 10;

export function stepThrottle(throttle: Throttle, event: PinEvent): Throttle {
  switch (event.type) {
    case "set":
      return { everSet: true, failures: 0 };
    case "tried":
      return { ...throttle, failures: throttle.failures + 1 };
    case "matched":
      return { ...throttle, failures: 0 };
  }
}

/** Null when a record is not one of ours. */
export function foldThrottle(records: readonly JournalRecord[]): Throttle | null {
  let throttle = freshThrottle;
  for (const record of records) {
    if (record.kind !== pinRecordKind) continue;
    const event = pinEvent.safeParse(record.body);
    if (!event.success) return null;
    throttle = stepThrottle(throttle, event.data);
  }
  return throttle;
}

/** Milliseconds to wait before the next try: none for two failures, then 30 s, doubling, at most an hour. */
export function waitAfterMs(failures: number): number {
  return failures < 3 ? 0 : Math.min(3_600_000, 30_000 * 2 ** (failures - 3));
}
