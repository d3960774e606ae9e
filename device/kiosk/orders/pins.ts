/** The orders about the PIN of a role: a new one, a lock that is lifted, a reset by the upstream's leave. */

import { err, ok } from "../../base/result.ts";
import { type PinRole, pinRoles } from "../../contract/codes.ts";
import { errorView } from "../../contract/errors.ts";
import type { OrderAnswer, OrderInput } from "../../contract/orders.ts";
import type { Principal } from "../../contract/views/people.ts";
import { answerCodeLength } from "../../offline/answerCode.ts";
import type { People } from "../../people/createPeople.ts";
import { mayNow, pinPermission } from "../../people/permissions.ts";
import type { Provisioning } from "../provisioning.ts";
import { always, type Orders, refuse, when } from "./order.ts";

export type PinOrderParts = {
  readonly people: People;
  readonly provisioning: Provisioning;
};

type PinOrderName =
  | ("changePin" | "liftPinLock")
  | ("askPinReset" | "enterPinReset" | "readPinReset" | "leavePinReset");

export function createPinOrders(parts: PinOrderParts): Orders<PinOrderName> {
  const { provisioning } = parts;
  const { session, codeEntry, authenticator, pinEntry, pinReset } = parts.people;
  const standing = (role: PinRole) => authenticator.standings()[role];
  const choices = () => pinRoles.map((role) => ({ role }));

  /** On the first day nobody has a PIN who could let the factory in: it chooses its own, as the merchant does later. */
  function isFirstDay(role: PinRole): boolean {
    const none = !pinRoles.some((each) => standing(each).set || authenticator.principal(each));
    return role === "factory" && none && provisioning.view().phase === "unprovisioned";
  }

  /**
   * After the terminal's own unbind nobody is its merchant: the next one chooses a PIN when there is one. In service it has
   * nothing to do with the factory.
   */
  function isNobodys(role: PinRole): boolean {
    const { phase } = provisioning.view();
    return (role === "merchant" && phase === "released") || (role === "factory" && phase === "provisioned");
  }

  /** Nobody is sent to a keypad that takes nothing: those who could be let in for it are locked themselves. */
  function somebodyMayTry(roles: readonly PinRole[]): OrderAnswer {
    const able = roles.filter((role) => standing(role).set);
    const locked = !session.principal() && able.length > 0 && able.every((role) => standing(role).triesLeft === 0);
    return locked ? refuse("pin/locked") : ok();
  }

  function mayChange(by: PinRole, role: PinRole): OrderAnswer {
    // Without a PIN of one's own nobody can be let in as oneself.
    if (by === role && !standing(role).set && !session.principal()) return refuse("host/not-permitted");
    return mayNow(by, pinPermission(by, role));
  }

  function setNew(role: PinRole, setBy: PinRole): OrderAnswer {
    return pinEntry.setNew(role, { role: setBy, upstreamGrant: false });
  }

  async function liftLock({ role, reason }: OrderInput<"liftPinLock">, principal: Principal): Promise<OrderAnswer> {
    const lifted = await authenticator.liftLock(role, principal, reason);
    return lifted.ok ? lifted : err(errorView(lifted.error));
  }

  const lifts = (by: PinRole, { role }: { readonly role: PinRole }) =>
    mayNow(by, role === "merchant" ? "unlockMerchantPin" : "unlockAnyPin");

  const resets = { permission: "askPinReset" } as const;

  return {
    changePin: {
      by: "person",
      permission: "setOwnPin",
      choices,
      precondition({ role }) {
        if (!pinEntry.isFree() || (isNobodys(role) && !standing(role).set)) return refuse("host/not-now");
        return somebodyMayTry(pinRoles.filter((by) => mayChange(by, role).ok));
      },
      roles: (by, { role }) => mayChange(by, role),
      withoutPin: ({ role }) =>
        isFirstDay(role)
          ? () => {
              session.open();
              return setNew(role, role);
            }
          : null,
      carryOut: ({ role }, principal) => setNew(role, principal.role),
    },
    liftPinLock: {
      by: "person",
      permission: "unlockMerchantPin",
      choices,
      precondition({ role }) {
        if (!authenticator.mayBeLifted(role)) return refuse("host/not-now");
        return somebodyMayTry(pinRoles.filter((by) => lifts(by, { role }).ok));
      },
      roles: lifts,
      carryOut: liftLock,
    },
    askPinReset: {
      by: "anybody",
      ...resets,
      choices,
      precondition: ({ role }) => when(pinReset.canAsk() && !isNobodys(role)),
      carryOut: ({ role }) => pinReset.ask(role),
    },
    enterPinReset: {
      by: "anybody",
      ...resets,
      precondition: pinReset.mayEnterCode,
      carryOut() {
        const length = { min: answerCodeLength, max: answerCodeLength };
        codeEntry.ask("pinReset", length, { take: pinReset.takeCode, wanted: () => pinReset.mayEnterCode().ok });
        return ok();
      },
    },
    readPinReset: {
      by: "anybody",
      ...resets,
      precondition: pinReset.waits,
      carryOut: ({ answer }) => pinReset.readAnswer(answer),
    },
    leavePinReset: {
      by: "anybody",
      ...resets,
      precondition: always,
      carryOut() {
        codeEntry.close();
        pinReset.close();
        return ok();
      },
    },
  };
}
