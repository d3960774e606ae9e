/** Follows the host: the newest snapshot, the terminal's wall time, and orders whose refusal is kept to be shown. */

import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ErrorView } from "../../device/contract/errors.ts";
import type { Host } from "../../device/contract/host.ts";
import type { OrderInput, OrderName } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";

export type SendOrder = <Name extends OrderName>(name: Name, input: OrderInput<Name>) => void;

export type HostState = {
  readonly snapshot: Snapshot | null;
  /** The terminal's wall time in Unix milliseconds, going on between two snapshots. */
  readonly now: () => number;
  readonly send: SendOrder;
  /** Why the last order was refused, until the next one is taken or it is dismissed. */
  readonly refusal: ErrorView | null;
  readonly dismissRefusal: () => void;
};

const bug: ErrorView = { code: "host/bug" };

export function useHost(host: Host): HostState {
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const [refusal, setRefusal] = useState<ErrorView | null>(null);
  const anchor = useRef({ wallMs: 0, pageMs: 0 });

  // With the first drawing and not after it: an effect waits for a frame, and there is nothing to see in it yet.
  useLayoutEffect(() => {
    const take = (next: Snapshot) =>
      setSnapshot((last) => {
        if (last && next.revision < last.revision) return last;
        anchor.current = { wallMs: next.at, pageMs: performance.now() };
        return next;
      });
    const stop = host.listen(take);
    host.snapshot().then(take, () => setRefusal(bug));
    return stop;
  }, [host]);

  const send = useCallback<SendOrder>(
    (name, input) => {
      host.order(name, input).then(
        (answer) => setRefusal(answer.ok ? null : answer.error),
        () => setRefusal(bug),
      );
    },
    [host],
  );
  const now = useCallback(() => anchor.current.wallMs + performance.now() - anchor.current.pageMs, []);
  const dismissRefusal = useCallback(() => setRefusal(null), []);
  return { snapshot, now, send, refusal, dismissRefusal };
}
