/** What each order of the page does. Those about an unbind are elsewhere; here is who stands before the terminal. */

import { err, ok, type Result } from "../../base/result.ts";
import { errorView } from "../../contract/errors.ts";
import type { OrderAnswer, OrderInput, OrderName } from "../../contract/orders.ts";
import type { Journal, JournalFailure } from "../../journal/journal.ts";
import type { Access } from "../../people/access.ts";
import type { CodeEntry } from "../../people/codeEntry.ts";
import { orderPermissions } from "../../people/orderPermissions.ts";
import { may } from "../../people/permissions.ts";
import type { PinEntry } from "../../people/pinEntry.ts";
import type { Session } from "../../people/session.ts";
import type { Clock } from "../../ports/clock.ts";
import type { UnbindEvidence } from "../../unbind/evidence.ts";
import { type FollowUpTick, followUpRecordKind, type History } from "../../unbind/history.ts";
import type { StaffOrderName } from "./staff.ts";
import type { OrderHandlers, UnbindOrders } from "./unbind.ts";

export type OrderParts = {
  readonly clock: Clock;
  readonly access: Access;
  readonly session: Session;
  readonly pinEntry: PinEntry;
  readonly codeEntry: CodeEntry;
  readonly journal: Journal;
  readonly history: History;
  readonly evidence: UnbindEvidence;
  readonly unbind: UnbindOrders["handlers"];
  readonly staff: OrderHandlers<StaffOrderName>;
  readonly readTerminal: () => Promise<void>;
  /** Bound to nobody, as far as this terminal knows. */
  readonly isUnbound: () => boolean;
  readonly onChange: () => void;
};

/** The language is the kiosk's own affair: it can be changed also where no order is taken. */
export type CarriedOrder = Exclude<OrderName, "setLanguage">;

export type Orders = {
  carryOut<Name extends CarriedOrder>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
};

export function createOrders(parts: OrderParts): Orders {
  const { clock, access, session, pinEntry, codeEntry, journal, history, evidence } = parts;

  /** Digits go to whichever entry is on the screen: that of a code comes up over everything else. */
  const entry = () => (codeEntry.view() ? codeEntry : pinEntry);

  async function tickFollowUp(tick: FollowUpTick): Promise<Result<void, JournalFailure>> {
    const written = await journal.append([{ kind: followUpRecordKind, body: tick }]);
    if (!written.ok) return written;
    history.tick(tick, { seq: journal.head().seq, at: clock.now() });
    parts.onChange();
    return ok();
  }

  /** The unbind that is named, or the last one. */
  async function ofUnbind(
    requestId: string | undefined,
    carryOut: (requestId: string) => Promise<OrderAnswer>,
  ): Promise<OrderAnswer> {
    const entries = history.entries();
    const wanted = requestId ?? entries[entries.length - 1]?.request.requestId;
    return wanted ? carryOut(wanted) : err({ code: "host/not-now" });
  }

  const handlers: OrderHandlers<CarriedOrder> = {
    ...parts.unbind,
    ...parts.staff,
    async readTerminal() {
      await parts.readTerminal();
      return ok();
    },
    openMenu() {
      session.open();
      return ok();
    },
    leaveMenu() {
      session.close();
      return ok();
    },
    stayInMenu() {
      session.touch();
      return ok();
    },
    chooseRole: ({ role }) => pinEntry.chooseRole(role),
    pressDigit({ digit }) {
      entry().press(digit);
      return ok();
    },
    eraseDigit() {
      entry().erase();
      return ok();
    },
    submitEntry: () => (codeEntry.view() ? codeEntry.submit() : access.submit()),
    leaveEntry() {
      codeEntry.close();
      return ok();
    },
    saveEvidence: ({ requestId }) => ofUnbind(requestId, evidence.save),
    showEvidence: ({ requestId }) => ofUnbind(requestId, evidence.show),
    hideEvidence() {
      evidence.hide();
      return ok();
    },
    async tickFollowUp(tick) {
      const left = history.of(tick.requestId)?.followUps ?? [];
      if (!left.includes(tick.code)) return err({ code: "host/not-now" });
      const ticked = await tickFollowUp(tick);
      return ticked.ok ? ticked : err(errorView(ticked.error));
    },
  };

  return {
    async carryOut(name, input) {
      // Every order is a sign that somebody is there.
      if (name !== "leaveMenu") session.touch();
      const principal = session.principal();
      const facts = { bound: !parts.isUnbound() };
      // Whoever is not let in yet may still turn out to be somebody: each handler asks for the PIN that its order needs.
      const never = principal && may(principal.role, orderPermissions[name], facts) === "no";
      return never ? err({ code: "host/not-permitted" }) : handlers[name](input);
    },
  };
}
