/** A host for tests of the page: shows the snapshot it is given and keeps the orders it gets. */

import type { ErrorView } from "../../device/contract/errors.ts";
import type { Host } from "../../device/contract/host.ts";
import type { OrderName } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";

export type FakeHost = Host & {
  readonly orders: readonly (readonly [OrderName, unknown])[];
  /** Hands a new snapshot out. */
  show(snapshot: Snapshot): void;
  /** Every order from now on is refused with this. */
  refuseWith(failure: ErrorView): void;
};

export function createFakeHost(first: Snapshot): FakeHost {
  const orders: (readonly [OrderName, unknown])[] = [];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let refusal: ErrorView | null = null;
  let revision = first.revision;
  return {
    orders,
    async order(name, input) {
      orders.push([name, input]);
      return refusal ? { ok: false, error: refusal } : { ok: true, value: undefined };
    },
    snapshot: async () => first,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show(snapshot) {
      revision += 1;
      for (const listener of listeners) listener({ ...snapshot, revision });
    },
    refuseWith(failure) {
      refusal = failure;
    },
  };
}
