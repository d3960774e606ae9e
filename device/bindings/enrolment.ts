/** What the journal says of this terminal's enrolments. Outlives every wipe; knows no binding, only its epoch. */

import * as z from "zod/mini";
import { bindingKind, pinRole } from "../contract/codes.ts";
import { count, epoch, keyId, serialNumber, sha256Text, text, uuid } from "../contract/fields.ts";
import type { JournalRecord } from "../journal/record.ts";
import { isSame } from "./binding.ts";

export const provisioningRecordKind = "provisioning";

/** As many as the upstream tells of at once. */
export const mostBindings = 8;

/** Outlives the wipe, so it names nobody: the terminal, the key, and the epoch of each binding. */
const enrolledEvent = z.strictObject({
  type: z.literal("enrolled"),
  kid: keyId,
  /** The key whose place this one took, by its own word; none where the key came by a code. */
  predecessor: z.optional(keyId),
  sn: serialNumber,
  imeiHash: sha256Text,
  bindings: z
    .array(z.strictObject({ providerId: text(64), bindingKind, epoch }))
    .check(z.minLength(1), z.maxLength(mostBindings)),
});
export type Enrolled = z.infer<typeof enrolledEvent>;

/** What the upstream says of a binding, where it is another state or epoch than it said before, and which issue said so. */
const saidEvent = z.strictObject({
  type: z.literal("bindingSaid"),
  providerId: text(64),
  bindingKind,
  epoch,
  state: z.enum(["bound", "unbound"]),
  serial: count,
});
export type BindingSaid = z.infer<typeof saidEvent>;

export const provisioningEvent = z.discriminatedUnion("type", [
  enrolledEvent,
  saidEvent,
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
  /** The last of each binding. */
  readonly said: readonly BindingSaid[];
};

export const neverProvisioned: Provisioned = { enrolled: null, again: false, said: [] };

export function stepProvisioned(provisioned: Provisioned, event: ProvisioningEvent): Provisioned {
  const { enrolled, again, said } = provisioned;
  switch (event.type) {
    case "enrolled":
      return { enrolled: event, again: false, said };
    case "bindingSaid":
      return { enrolled, again, said: [...said.filter((other) => !isSame(other, event)), event] };
    case "bindingAgain":
      return { enrolled, again: true, said };
    case "notBoundAgain":
      return { enrolled, again: false, said };
  }
}

/** The records without which the fold would come to something else. */
export function provisioningRecords(records: readonly JournalRecord[]): readonly JournalRecord[] {
  const later: ProvisioningEvent[] = [];

  function counts(record: JournalRecord): boolean {
    const parsed = provisioningEvent.safeParse(record.body);
    if (!parsed.success) return true;
    const event = parsed.data;
    const isOld = later.some((other) =>
      event.type === "bindingSaid"
        ? other.type === "bindingSaid" && isSame(other, event)
        : other.type === "enrolled" || (event.type !== "enrolled" && other.type !== "bindingSaid"),
    );
    if (!isOld) later.push(event);
    return !isOld;
  }

  const newestFirst = records.filter(({ kind }) => kind === provisioningRecordKind).reverse();
  return newestFirst.filter(counts).reverse();
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
