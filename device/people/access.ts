/** Lets people in: carries out at once what somebody who has given their PIN may do, asks for the PIN otherwise. */

import { err, ok } from "../base/result.ts";
import type { PinRole } from "../contract/codes.ts";
import type { OrderAnswer } from "../contract/orders.ts";
import type { Principal } from "../contract/views/people.ts";
import type { PinEntry } from "./pinEntry.ts";
import type { Session } from "./session.ts";

type CarryOut = (principal: Principal) => Promise<OrderAnswer>;

export type Access = {
  /**
   * For one of these roles. `place` says whether there is anything to do at all: nobody is asked for a PIN that would
   * lead nowhere. "host/not-permitted": somebody else is let in.
   */
  as(roles: readonly PinRole[], place: OrderAnswer, carryOut: CarryOut): Promise<OrderAnswer>;
  /** For another person than the first, who stays let in. */
  asSecond(role: PinRole, first: Principal, carryOut: CarryOut): Promise<OrderAnswer>;
  /** The digits of the PIN are all there. */
  submit(): Promise<OrderAnswer>;
  /** The session ended: whatever waited for a PIN is forgotten. */
  forget(): void;
};

export function createAccess({ session, pinEntry }: { session: Session; pinEntry: PinEntry }): Access {
  /** What the operator wanted when the PIN was asked for. */
  let wanted: CarryOut | null = null;

  return {
    async as(roles, place, carryOut) {
      if (!place.ok) return place;
      if (roles.length === 0) return err({ code: "host/not-permitted" });
      const principal = session.principal();
      if (principal) return roles.includes(principal.role) ? carryOut(principal) : err({ code: "host/not-permitted" });
      const asked = pinEntry.askToUnlock(roles);
      if (!asked.ok) return asked;
      session.open();
      wanted = carryOut;
      return ok();
    },
    async asSecond(role, first, carryOut) {
      const asked = pinEntry.askSecond(role, first);
      if (!asked.ok) return asked;
      session.open();
      wanted = carryOut;
      return ok();
    },
    async submit() {
      const answer = await pinEntry.submit();
      if (!answer.ok) return answer;
      if (answer.value.done === "more") return ok();
      const { done, principal } = answer.value;
      if (done === "matched") session.authenticate(principal);
      // Whoever was let in by a PIN that is no more shows the new one.
      if (done === "set" && session.principal()?.role === principal.role) session.close();
      const next = wanted;
      wanted = null;
      return next && done !== "set" ? next(principal) : ok();
    },
    forget() {
      wanted = null;
    },
  };
}
