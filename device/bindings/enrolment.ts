/** What the journal says of this terminal's enrolments. Outlives every wipe; knows no binding, only its epoch. */

import * as z from "zod/mini";
import { bindingKind, pinRole } from "../contract/codes.ts";
import { epoch, keyId, serialNumber, sha256Text, text, uuid } from "../contract/fields.ts";
import type { JournalRecord } from "../journal/record.ts";

export const provisioningRecordKind = "provisioning";

/** As many as the upstream tells of at once. */
export const mostBindings = 8;

/** Outlives the wipe, so it names nobody: the terminal, the key, and the epoch of each binding. */
const enrolledEvent = z.strictObject({
  type: z.literal("enrolled"),
  kid: keyId,
  sn: serialNumber,
  imeiHash: sha256Text,
  bindings: z
    .array(z.strictObject({ providerId: text(64), bindingKind, epoch }))
    .check(z.minLength(1), z.maxLength(mostBindings)),
});
export type Enrolled = z.infer<typeof enrolledEvent>;

export const provisioningEvent = z.discriminatedUnion("type", [
  enrolledEvent,
  /** A terminal that was unbound is going to be bound again, by whom; written before anything is sent. */
  z.strictObject({ type: z.literal("bindingAgain"), role: pinRole, principalId: uuid }),
  /** Nothing came of it, and nothing is under way any more. */
  z.strictObject({ type: z.literal("notBoundAgain"), code: text(64) }),
]);
export type ProvisioningEvent = z.infer<typeof provisioningEvent>;

export type Provisioned = {
  /** The last enrolment; null where there is none. */
  readonly enrolled: Enrolled | null;
  /** To be bound again, and how that ended is not known. */
  readonly again: boolean;
};

const neverProvisioned: Provisioned = { enrolled: null, again: false };

export function stepProvisioned({ enrolled }: Provisioned, event: ProvisioningEvent): Provisioned {
  if (event.type === "enrolled") return { enrolled: event, again: false };
  return { enrolled, again: event.type === "bindingAgain" };
}

/** Where the journal's records lead to; null when a record is not one of ours. */
export function foldProvisioning(records: readonly JournalRecord[]): Provisioned | null {
  let provisioned = neverProvisioned;
  for (const record of records) {
    if (record.kind !== provisioningRecordKind) continue;
    const event = provisioningEvent.safeParse(record.body);
    if (!event.success) return null;
    provisioned = stepProvisioned(provisioned, event.data);
  }
  return provisioned;
}
