/** Lets people in: asks for a PIN, and remembers what was wanted until it is given. Who may do what is asked elsewhere. */

import { ok, type Result } from "../base/result.ts";
import type { PinRole } from "../contract/codes.ts";
import type { ErrorView } from "../contract/errors.ts";
import type { OrderAnswer } from "../contract/orders.ts";
import type { Principal } from "../contract/views/people.ts";
import type { PinEntry } from "./pinEntry.ts";
import type { Session } from "./session.ts";

type Wanted = (principal: Principal) => OrderAnswer | Promise<OrderAnswer>;

export type Access = {
  /** One of these roles gives its PIN first, and is let in. */
  letIn(roles: readonly PinRole[], wanted: Wanted): Result<void, ErrorView>;
  /** Another person than the first gives a PIN; the first stays let in. */
  letAgree(role: PinRole, first: Principal, wanted: Wanted): Result<void, ErrorView>;
  /** The digits of the PIN are all there. */
  submit(): Promise<OrderAnswer>;
  /** The session ended: whatever waited for a PIN is forgotten. */
  forget(): void;
};

export function createAccess({ session, pinEntry }: { session: Session; pinEntry: PinEntry }): Access {
  let waiting: Wanted | null = null;

  function wait(asked: Result<void, ErrorView>, wanted: Wanted): Result<void, ErrorView> {
    if (!asked.ok) return asked;
    session.open();
    waiting = wanted;
    return ok();
  }

  return {
    letIn: (roles, wanted) => wait(pinEntry.askToUnlock(roles), wanted),
    letAgree: (role, first, wanted) => wait(pinEntry.askSecond(role, first), wanted),
    async submit() {
      const answer = await pinEntry.submit();
      if (!answer.ok) return answer;
      if (answer.value.done === "more") return ok();
      const { done, principal } = answer.value;
      if (done === "matched") session.authenticate(principal);
      // Whoever was let in by a PIN that is no more, or by none, shows the new one.
      if (done === "set" && (session.principal()?.role ?? principal.role) === principal.role) session.close();
      const wanted = waiting;
      waiting = null;
      return wanted && done !== "set" ? wanted(principal) : ok();
    },
    forget() {
      waiting = null;
    },
  };
}
