/** What is chosen of a request before it is checked. */

import type { ReasonCode } from "../../device/contract/codes.ts";
import type { OrderInput } from "../../device/contract/orders.ts";

/** No reason yet, no next step. */
export type DraftChoice = Pick<OrderInput<"chooseReason">, "intent" | "way"> & {
  readonly code: ReasonCode | null;
  readonly text: string;
};
