/** What may be ordered now. Whoever shows a button asks this and nothing else. */

import * as z from "zod/mini";
import type { Immutable } from "../../base/immutable.ts";
import { type OrderInput, type OrderName, orders } from "../orders.ts";

/** As much of what an order takes as decides whether it has its place now; of all others nothing does. */
const choices = {
  chooseRole: orders.chooseRole,
  beginUnbind: orders.beginUnbind,
  waiveCheck: z.pick(orders.waiveCheck, { check: true }),
  saveEvidence: orders.saveEvidence,
  showPaper: orders.showPaper,
  changePin: orders.changePin,
  liftPinLock: z.pick(orders.liftPinLock, { role: true }),
  askPinReset: orders.askPinReset,
  tickFollowUp: z.omit(orders.tickFollowUp, { done: true }),
} as const satisfies { readonly [Name in OrderName]?: z.ZodMiniType<Partial<OrderInput<Name>>> };
type Choices = typeof choices;

type OfferedShape = {
  [Name in OrderName]: z.ZodMiniExactOptional<
    Name extends keyof Choices ? z.ZodMiniArray<Choices[Name]> : z.ZodMiniLiteral<true>
  >;
};

function isChoice(name: string): name is keyof Choices {
  return name in choices;
}

const shape = Object.keys(orders).map((name) => {
  return [name, z.exactOptional(isChoice(name) ? z.array(choices[name]) : z.literal(true))] as const;
});

/**
 * The orders that would not be refused now, given by whoever is let in, or by somebody who is asked for a PIN first.
 * Where it depends on what an order takes: for which of it. What is not here is refused.
 */
export const offered = z.strictObject(Object.fromEntries(shape) as OfferedShape);
export type Offered = Immutable<z.infer<typeof offered>>;

export type OrderChoice<Name extends OrderName> = Name extends keyof Choices
  ? Immutable<z.infer<Choices[Name]>>
  : Record<never, never>;
