/** What each order of technician and factory does, and who may give it: the table of permissions first, then the PIN. */

import { err, ok } from "../../base/result.ts";
import type { PinRole } from "../../contract/codes.ts";
import { errorView } from "../../contract/errors.ts";
import type { OrderAnswer, OrderName } from "../../contract/orders.ts";
import type { Principal } from "../../contract/views/people.ts";
import { answerCodeLength } from "../../offline/answerCode.ts";
import type { Access } from "../../people/access.ts";
import { type PinAuthenticator, pinRoles } from "../../people/authenticator.ts";
import type { CodeEntry } from "../../people/codeEntry.ts";
import { may, mayNow, pinPermission, rolesFor } from "../../people/permissions.ts";
import type { PinEntry } from "../../people/pinEntry.ts";
import type { PinReset } from "../../people/reset.ts";
import type { Session } from "../../people/session.ts";
import type { Diagnostics } from "../diagnostics.ts";
import type { JournalPages } from "../journalPages.ts";
import type { Provisioning } from "../provisioning.ts";
import type { OrderHandlers } from "./unbind.ts";

const staffOrderNames = [
  "openStaffMenu",
  "readDiagnostics",
  "readJournal",
  "exportJournal",
  "changePin",
  "liftPinLock",
  "askPinReset",
  "enterPinReset",
  "readPinReset",
  "leavePinReset",
  "provision",
  "bindAgain",
] as const satisfies readonly OrderName[];
export type StaffOrderName = (typeof staffOrderNames)[number];

export type StaffOrderParts = {
  readonly access: Access;
  readonly session: Session;
  readonly codeEntry: CodeEntry;
  readonly authenticator: PinAuthenticator;
  readonly pinEntry: PinEntry;
  readonly pinReset: PinReset;
  readonly provisioning: Provisioning;
  readonly diagnostics: Diagnostics;
  readonly journalPages: JournalPages;
};

export function createStaffOrders(parts: StaffOrderParts): OrderHandlers<StaffOrderName> {
  const { access, session, codeEntry, authenticator, pinEntry, pinReset, provisioning, diagnostics, journalPages } =
    parts;
  const facts = () => ({ bound: !provisioning.isUnbound() });
  const menuRoles = () => rolesFor("openTechnicianMenu", facts());
  /** A terminal that is bound to nobody has no merchant. */
  const journalRoles = () => rolesFor("readJournal").filter((role) => role !== "merchant" || facts().bound);
  const isSet = (role: PinRole) => authenticator.standings()[role].set;
  const done = async (): Promise<OrderAnswer> => ok();

  /** On the first day nobody has a PIN who could let the factory in: it chooses its own, as the merchant does later. */
  function isFirstDay(role: PinRole): boolean {
    const none = !pinRoles.some((each) => isSet(each) || authenticator.principal(each));
    return role === "factory" && none && provisioning.view().phase === "unprovisioned";
  }

  function changePin(role: PinRole): OrderAnswer | Promise<OrderAnswer> {
    const mayChange = (by: PinRole) => mayNow(by, pinPermission(by, role, isSet(role)));
    const change = async ({ role: by }: Principal) => pinEntry.setNew(role, { role: by, upstreamGrant: false });
    const principal = session.principal();
    if (principal) {
      const permitted = mayChange(principal.role);
      return permitted.ok ? change(principal) : permitted;
    }
    if (isFirstDay(role)) {
      session.open();
      return pinEntry.setNew(role, { role, upstreamGrant: false });
    }
    // Without a PIN of one's own nobody can be let in as oneself.
    const setters = pinRoles.filter((by) => (by !== role || isSet(role)) && mayChange(by).ok);
    return access.as(setters, ok(), change);
  }

  function isLocked(role: PinRole): OrderAnswer {
    return authenticator.standings()[role].triesLeft === 0 ? ok() : err({ code: "host/not-now" });
  }

  async function liftLock(role: PinRole, principal: Principal): Promise<OrderAnswer> {
    const lifted = await authenticator.liftLock(role, { by: "technician", principal });
    return lifted.ok ? lifted : err(errorView(lifted.error));
  }

  function enterPinReset(): OrderAnswer {
    const waits = pinReset.mayEnterCode();
    if (!waits.ok) return waits;
    const length = { min: answerCodeLength, max: answerCodeLength };
    codeEntry.ask("pinReset", length, { take: pinReset.takeCode, wanted: () => pinReset.mayEnterCode().ok });
    return ok();
  }

  return {
    openStaffMenu: () => access.as(menuRoles(), ok(), done),
    readDiagnostics: () =>
      access.as(menuRoles(), ok(), async () => {
        await diagnostics.read();
        return ok();
      }),
    readJournal: ({ beforeSeq }) => access.as(journalRoles(), ok(), () => journalPages.read(beforeSeq)),
    exportJournal: () => access.as(journalRoles(), ok(), journalPages.exportAll),
    changePin: ({ role }) => changePin(role),
    liftPinLock: ({ role }) =>
      access.as(rolesFor(role === "merchant" ? "unlockMerchantPin" : "unlockAnyPin"), isLocked(role), (principal) =>
        liftLock(role, principal),
      ),
    askPinReset: ({ role }) => (may("cashier", "askPinReset") === "yes" ? pinReset.ask(role) : notPermitted),
    enterPinReset,
    readPinReset: pinReset.readAnswer,
    leavePinReset() {
      codeEntry.close();
      pinReset.close();
      return ok();
    },
    async provision({ code = null }) {
      return may("cashier", "provisionFirst", facts()) === "yes" ? provisioning.provision(code) : notPermitted;
    },
    bindAgain: ({ code = null }) => {
      const place: OrderAnswer = provisioning.view().phase === "released" ? ok() : err({ code: "host/not-now" });
      return access.as(rolesFor("reprovision", facts()), place, (principal) => provisioning.bindAgain(code, principal));
    },
  };
}

const notPermitted: OrderAnswer = err({ code: "host/not-permitted" });
