/**
 * Every order of the page, as one table, and the one function that asks: who is let in, the permission, whether there is
 * anything to do, and the PIN last. What the screen may offer is the same question.
 */

import { ok, type Result } from "../../base/result.ts";
import type { ErrorView } from "../../contract/errors.ts";
import type { OrderAnswer, OrderInput, OrderName } from "../../contract/orders.ts";
import type { Offered } from "../../contract/views/offered.ts";
import type { Principal } from "../../contract/views/people.ts";
import { may, rolesFor } from "../../people/permissions.ts";
import { createDraftOrders, type DraftOrderParts } from "./draft.ts";
import { type Done, type Order, type Orders, refuse } from "./order.ts";
import { createPaperOrders, type PaperOrderParts } from "./papers.ts";
import { createPinOrders, type PinOrderParts } from "./pins.ts";
import { createRequestOrders, type RequestOrderParts } from "./request.ts";
import { createSessionOrders, type SessionOrderParts } from "./session.ts";
import { createStaffOrders, type StaffOrderParts } from "./staff.ts";

export type OrderTableParts = SessionOrderParts &
  DraftOrderParts &
  RequestOrderParts &
  StaffOrderParts &
  PinOrderParts &
  PaperOrderParts;

export type OrderTable = {
  /** Carries the order out, or asks for a PIN first. */
  give<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  offered(): Offered;
};

/** An order whatever its name: no compiler follows a name to its order and to its input at once. */
type AnyOrder = Order<object, object> & { choices?(): readonly object[] };

export function createOrderTable(parts: OrderTableParts): OrderTable {
  const { session, access, pinEntry } = parts.people;
  const { provisioning } = parts;
  const orders: Orders<OrderName> = {
    ...createSessionOrders(parts),
    ...createDraftOrders(parts),
    ...createRequestOrders(parts),
    ...createStaffOrders(parts),
    ...createPinOrders(parts),
    ...createPaperOrders(parts),
  };
  const table: Readonly<Record<OrderName, AnyOrder>> = orders;

  /** What is done when the order is given now, or why it is refused. Judging changes nothing. */
  function judge(order: AnyOrder, input: object): Result<() => Done, ErrorView> {
    const facts = { bound: !provisioning.isUnbound() };
    const principal = session.principal();
    const giver = principal?.role ?? (order.by === "anybody" ? "cashier" : null);
    if (giver && may(giver, order.permission, facts) === "no") return refuse("host/not-permitted");
    if (order.by === "second") return judgeSecond(order, input);
    const there = order.precondition(input);
    if (!there.ok) return there;
    if (order.by === "anybody") return ok(() => order.carryOut(input));
    if (principal) {
      const own = order.roles(principal.role, input);
      return own.ok ? ok(() => order.carryOut(input, principal)) : own;
    }
    const atOnce = order.withoutPin?.(input);
    if (atOnce) return ok(atOnce);
    const roles = rolesFor(order.permission, facts).filter((role) => order.roles(role, input).ok);
    if (roles.length === 0) return refuse("host/not-permitted");
    const able = pinEntry.whoCanUnlock(roles);
    // Typing takes a while: with the PIN given everything is asked again.
    return able.ok ? ok(() => access.letIn(able.value, () => follow(order, input))) : able;
  }

  function judgeSecond(order: AnyOrder & { readonly by: "second" }, input: object): Result<() => Done, ErrorView> {
    const awaited = order.precondition(input);
    if (!awaited.ok) return awaited;
    const { role, first } = awaited.value;
    const able = pinEntry.canApprove(role, first);
    if (!able.ok) return able;
    const agreed = (second: Principal) => {
      const still = order.precondition(input);
      return still.ok ? order.carryOut(input, second) : still;
    };
    return ok(() => access.letAgree(role, first, agreed));
  }

  function follow(order: AnyOrder, input: object): Done {
    const judged = judge(order, input);
    return judged.ok ? judged.value() : judged;
  }

  function offeredOf(order: AnyOrder): true | readonly object[] | undefined {
    const left = order.choices?.().filter((choice) => judge(order, choice).ok);
    if (left) return left.length > 0 ? left : undefined;
    return judge(order, {}).ok || undefined;
  }

  return {
    async give(name, input) {
      // Every order is a sign that somebody is there.
      if (name !== "leaveMenu") session.touch();
      return follow(table[name], input);
    },
    offered() {
      const entries = Object.entries(table).map(([name, order]) => [name, offeredOf(order)] as const);
      return Object.fromEntries(entries.filter(([, offered]) => offered !== undefined));
    },
  };
}
