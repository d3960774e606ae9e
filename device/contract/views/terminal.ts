/** What the page sees of the terminal that the kiosk runs on. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { readingSource } from "../codes.ts";
import { failure } from "../errors.ts";
import { serialNumber } from "../fields.ts";

const read = z.strictObject({
  status: z.literal("read"),
  value: z.string(),
  source: readingSource,
  warnings: z.array(z.enum(["imei-check-digit-wrong", "imei-check-digit-derived"])),
});

const unreadable = z.strictObject({
  status: z.literal("unreadable"),
  problem: z.enum([
    "not-read-yet",
    "no-answer",
    "not-supported",
    "not-now",
    "hidden",
    "permission-denied",
    "malformed",
    "placeholder",
    "contradictory",
  ]),
  masked: z.array(z.string()),
});

export const valueView = z.discriminatedUnion("status", [read, unreadable]);
export type ValueView = Immutable<z.infer<typeof valueView>>;

export const terminalView = z.strictObject({
  phase: z.enum(["reading", "read", "failed"]),
  failure: z.nullable(failure),
  sn: valueView,
  imei: valueView,
  manufacturer: valueView,
  model: valueView,
  firmware: valueView,
  /** Null where the terminal does not tell. */
  battery: z.nullable(z.strictObject({ power: z.enum(["battery", "mains", "none", "fault"]), percent: z.number() })),
  signalDbm: z.nullable(z.number()),
  registered: z.nullable(z.boolean()),
  /**
   * Another terminal is there than the one that this kiosk is about, which has this serial number. Null while it is the
   * right one, none was enrolled, or nothing was read.
   */
  another: z.nullable(z.strictObject({ meantSn: serialNumber })),
});
export type TerminalView = Immutable<z.infer<typeof terminalView>>;
