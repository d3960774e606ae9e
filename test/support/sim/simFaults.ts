/** A plan of what goes wrong with a simulated terminal, as a small JSON text. Says when and what; does nothing itself. */

import * as z from "zod/mini";
import { parseJson } from "../../../device/base/json.ts";
import { err, ok, type Result } from "../../../device/base/result.ts";

const count = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const spanMs = count(0, 3_600_000);
const afterBytes = z._default(count(0, 65_536), 0);
const printable = (most: number) => z.string().check(z.regex(/^[ -~]+$/), z.maxLength(most));
const imei = z.string().check(z.regex(/^\d{15}$/));

/** Each time the command comes, such as "AT+CSQ" or "SLF ID" (any, without a name), or only the nth time; or once, so long after the start. */
const when = z.union([
  z.strictObject({ command: z.optional(printable(512)), nth: z.optional(count(1, 1_000_000)) }),
  z.strictObject({ atMs: spanMs }),
]);

/** An answer is all that the terminal says between a command's end, its echo not counted, and the next command. */
const fault = z.discriminatedUnion("fault", [
  /** The answer is lost, or what follows its first bytes. */
  z.strictObject({ fault: z.literal("drop"), when, afterBytes }),
  z.strictObject({ fault: z.literal("duplicate"), when }),
  /** Everything waits, also what is said after it. */
  z.strictObject({ fault: z.literal("delay"), when, byMs: spanMs }),
  /** Only the answer waits; what is said after it comes before it. */
  z.strictObject({ fault: z.literal("late"), when, byMs: spanMs }),
  z.strictObject({ fault: z.literal("corrupt"), when, atByte: count(0, 65_535), xor: count(1, 255) }),
  z.strictObject({ fault: z.literal("split"), when, bytes: count(1, 4_096), everyMs: spanMs }),
  /** Lines nobody asked for, before the answer or on their own. */
  z.strictObject({
    fault: z.literal("storm"),
    when,
    lines: z.array(printable(200)).check(z.minLength(1), z.maxLength(16)),
    times: z._default(count(1, 10_000), 1),
    everyMs: z._default(spanMs, 0),
  }),
  /** Stops in the middle of the answer, hears and says nothing for a while, and starts anew. */
  z.strictObject({ fault: z.literal("reboot"), when, afterBytes, forMs: z._default(spanMs, 0) }),
  /** The plug is pulled in the middle of the answer; without `replugAfterMs` for good. */
  z.strictObject({
    fault: z.literal("unplug"),
    when,
    afterBytes,
    replugAfterMs: z.optional(spanMs),
    /** What is plugged in then is another terminal. */
    as: z.optional(z.strictObject({ sn: z.optional(printable(64)), imei: z.optional(imei) })),
  }),
]);

export const faultPlan = z.strictObject({ faults: z.array(fault).check(z.maxLength(64)) });

export type SimFaultPlan = z.infer<typeof faultPlan>;
export type SimFault = SimFaultPlan["faults"][number];

/** More than 64 faults with all they can say. */
export const maxFaultPlanChars = 256 * 1024;

/** `where` is the path of the first thing that is wrong, empty for a text that is no JSON. */
export type FaultPlanFailure = { readonly code: "faults/malformed"; readonly where: string };

export function parseFaultPlan(text: string): Result<SimFaultPlan, FaultPlanFailure> {
  const parsed = faultPlan.safeParse(text.length > maxFaultPlanChars ? null : parseJson(text));
  if (parsed.success) return ok(parsed.data);
  return err({ code: "faults/malformed", where: parsed.error.issues[0]?.path.join(".") ?? "" });
}
