/** What an order is: who may give it, when it has its place, what it does. It only says so; the table is what asks. */

import { err, ok, type Result } from "../../base/result.ts";
import type { PinRole } from "../../contract/codes.ts";
import type { ErrorCode, ErrorView } from "../../contract/errors.ts";
import type { OrderAnswer, OrderInput, OrderName } from "../../contract/orders.ts";
import type { OrderChoice } from "../../contract/views/offered.ts";
import type { Principal } from "../../contract/views/people.ts";
import type { Permission } from "../../people/permissions.ts";

export type Done = OrderAnswer | Promise<OrderAnswer>;

/** `Choice` is as much of the input as the precondition depends on. */
type EveryOrder<Choice> = {
  readonly permission: Permission;
} & ([keyof Choice] extends [never]
  ? unknown
  : {
      /** Every choice that is worth asking about. */
      choices(): readonly Choice[];
    });

/** Whoever stands before the terminal gives it, let in or not. */
type AnybodysOrder<Choice, Input> = EveryOrder<Choice> & {
  readonly by: "anybody";
  /** Whether there is anything to do, as far as is known now. Asks nobody, and changes nothing. */
  precondition(choice: Choice): Result<unknown, ErrorView>;
  carryOut(input: Input): Done;
};

/** Somebody gives it who is let in. Where nobody is, one of the roles that may is asked for its PIN. */
type PersonsOrder<Choice, Input> = EveryOrder<Choice> & {
  readonly by: "person";
  precondition(choice: Choice): Result<unknown, ErrorView>;
  /** Which of the roles that have the permission may give this very order, and why another may not. */
  roles(role: PinRole, choice: Choice): Result<unknown, ErrorView>;
  /** What is done at once where there is no PIN yet that somebody could be asked for; null where there is. */
  withoutPin?(choice: Choice): (() => Done) | null;
  carryOut(input: Input, principal: Principal): Done;
};

/** Another person than the first gives it, by a PIN of their own; the first stays let in. */
type SecondsOrder<Choice, Input> = EveryOrder<Choice> & {
  readonly by: "second";
  /** Whose approval is waited for, and after whom. */
  precondition(choice: Choice): Result<Second, ErrorView>;
  carryOut(input: Input, principal: Principal): Done;
};

export type Second = { readonly role: PinRole; readonly first: Principal };

export type Order<Choice, Input> =
  | AnybodysOrder<Choice, Input>
  | PersonsOrder<Choice, Input>
  | SecondsOrder<Choice, Input>;

export type Orders<Name extends OrderName> = { readonly [Each in Name]: Order<OrderChoice<Each>, OrderInput<Each>> };

/** For an order that always has its place, and for one that everybody may give who has the permission. */
export const always = (): OrderAnswer => ok();

export function refuse(code: ErrorCode): Result<never, ErrorView> {
  return err({ code });
}

export function when(there: boolean): OrderAnswer {
  return there ? ok() : refuse("host/not-now");
}
