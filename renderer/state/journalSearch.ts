/** What is looked for in the journal, as it is chosen on the screen and as it is ordered. */

import { instantOf } from "../../device/base/instant.ts";
import type { OrderInput } from "../../device/contract/orders.ts";
import type { JournalKind } from "../../device/contract/views/staff.ts";

/** "all": of every kind. Those that a person looks for by name; the others are found among all. */
export type WantedKind = "all" | Extract<JournalKind, "unbind" | "provisioning" | "pin">;
export type WantedDays = "all" | "today" | "week";

export type Wanted = {
  readonly kind: WantedKind;
  readonly days: WantedDays;
  /** As far as it is typed; none where it is empty. */
  readonly caseNumber: string;
};

export const everything: Wanted = { kind: "all", days: "all", caseNumber: "" };

export function isEverything({ kind, days, caseNumber }: Wanted): boolean {
  return kind === "all" && days === "all" && caseNumber === "";
}

/** Days begin at midnight where the terminal stands; a week is today and the six days before. */
export function orderFor({ kind, days, caseNumber }: Wanted, nowMs: number): OrderInput<"readJournal"> {
  const midnight = new Date(nowMs).setHours(0, 0, 0, 0);
  const before = days === "week" ? new Date(midnight).setDate(new Date(midnight).getDate() - 6) : midnight;
  return {
    ...(kind !== "all" && { kind }),
    ...(days !== "all" && { since: instantOf(before) }),
    ...(caseNumber !== "" && { caseNumber }),
  };
}
