/** The contract between page and terminal: whoever draws a screen or runs a command has a Host, and never learns where it is. */

import type { OrderAnswer, OrderInput, OrderName } from "./orders.ts";
import type { Snapshot } from "./snapshot.ts";

/** The page's end of the terminal. Every order answers; nothing is thrown at the page. */
export interface Host {
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  snapshot(): Promise<Snapshot>;
  /** Calls back with every new snapshot; returns the function that stops it. */
  listen(listener: (snapshot: Snapshot) => void): () => void;
}
