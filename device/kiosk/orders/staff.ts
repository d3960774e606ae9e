/** The orders of technician and factory: their menu, what is read there, and how a terminal comes into service. */

import { ok } from "../../base/result.ts";
import type { PinRole } from "../../contract/codes.ts";
import type { OrderAnswer } from "../../contract/orders.ts";
import type { Archiving } from "../archiving.ts";
import type { Provisioning } from "../provisioning.ts";
import type { StaffTools } from "../staff/createStaffTools.ts";
import { always, type Orders, refuse, when } from "./order.ts";

export type StaffOrderParts = {
  readonly provisioning: Provisioning;
  readonly staffTools: StaffTools;
  readonly archiving: Archiving;
};

type StaffOrderName =
  | ("openStaffMenu" | "readDiagnostics" | "readJournal" | "exportJournal" | "archiveJournal")
  | ("saveLogBundle" | "provision" | "bindAgain");

export function createStaffOrders(parts: StaffOrderParts): Orders<StaffOrderName> {
  const { provisioning, archiving } = parts;
  const { diagnostics, journalPages, logBundle } = parts.staffTools;

  /** A terminal that is bound to nobody has no merchant. */
  function readsJournal(role: PinRole): OrderAnswer {
    return role === "merchant" && provisioning.isUnbound() ? refuse("host/not-permitted") : ok();
  }

  /** Nothing that was begun is still under way. */
  function standsAt(phase: "unprovisioned" | "released"): OrderAnswer {
    const now = provisioning.view();
    return when(now.phase === phase && !now.working);
  }

  const staff = { permission: "openTechnicianMenu", roles: always, precondition: always } as const;
  const readers = { permission: "readJournal", roles: readsJournal, precondition: always } as const;

  return {
    openStaffMenu: { by: "person", ...staff, carryOut: () => ok() },
    readDiagnostics: {
      by: "person",
      ...staff,
      async carryOut() {
        await diagnostics.read();
        return ok();
      },
    },
    saveLogBundle: { by: "person", ...staff, carryOut: () => logBundle.save() },
    readJournal: { by: "person", ...readers, carryOut: (wanted) => journalPages.read(wanted) },
    exportJournal: { by: "person", ...readers, carryOut: () => journalPages.exportAll() },
    archiveJournal: {
      by: "person",
      ...staff,
      precondition: () => when(archiving.mayArchive()),
      carryOut: () => archiving.archive(),
    },
    provision: {
      by: "anybody",
      permission: "provisionFirst",
      precondition: () => standsAt("unprovisioned"),
      carryOut: ({ code = null }) => provisioning.provision(code),
    },
    bindAgain: {
      by: "person",
      permission: "reprovision",
      roles: always,
      precondition: () => standsAt("released"),
      carryOut: ({ code = null }, principal) => provisioning.bindAgain(code, principal),
    },
  };
}
