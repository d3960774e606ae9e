/**
 * The only door from the page into the terminal. Who calls is checked first and fails closed, then what was sent is
 * parsed by the contract; whatever does not fit is refused, counted, and never reaches the kiosk.
 */

import { err } from "../../device/base/result.ts";
import type { ErrorCode } from "../../device/contract/errors.ts";
import type { Host } from "../../device/contract/host.ts";
import { type OrderAnswer, type OrderName, orders } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Log } from "../../device/ports/log.ts";
import { pageOrigin } from "../appProtocol.ts";
import type { OrderChannel, SnapshotChannel } from "./channels.ts";

const orderChannel: OrderChannel = "kiosk/order";
const snapshotChannel: SnapshotChannel = "kiosk/snapshot";

/** As much of Electron's event as says who called. */
export type Caller = {
  readonly sender: { readonly mainFrame: object | null };
  readonly senderFrame: { readonly origin: string } | null;
};

type CallHandler = (caller: Caller, ...sent: readonly unknown[]) => Promise<unknown>;

export type Router = {
  /** How many calls were refused since the start, by reason. */
  refusals(): { readonly malformed: number; readonly foreign: number };
};

/** Registers both calls. `onBug` is told of anything that the kiosk throws; the page only learns that there was one. */
export function createRouter(parts: {
  readonly ipcMain: { handle(channel: string, handler: CallHandler): void };
  readonly host: Pick<Host, "order" | "snapshot">;
  readonly log: Log;
  readonly onBug: (cause: unknown) => void;
}): Router {
  const { ipcMain, host, log, onBug } = parts;
  const counts = { malformed: 0, foreign: 0 };

  function refuse(reason: keyof typeof counts, code: ErrorCode): OrderAnswer {
    counts[reason] += 1;
    // Only at 1, 2, 4, 8 ...: a page gone mad must not be able to fill the disk.
    if (Number.isInteger(Math.log2(counts[reason]))) log.note(code, { count: counts[reason] });
    return err({ code });
  }

  ipcMain.handle(orderChannel, async (caller, ...sent): Promise<OrderAnswer> => {
    if (!isOwnPage(caller)) return refuse("foreign", "host/foreign-sender");
    const [name, input] = sent;
    if (sent.length !== 2 || !isOrderName(name)) return refuse("malformed", "host/malformed-order");
    const parsed = orders[name].safeParse(input);
    if (!parsed.success) return refuse("malformed", "host/malformed-order");
    try {
      return await host.order(name, parsed.data);
    } catch (cause) {
      onBug(cause);
      return err({ code: "host/bug" });
    }
  });

  ipcMain.handle(snapshotChannel, async (caller): Promise<Snapshot> => {
    if (isOwnPage(caller)) return host.snapshot();
    refuse("foreign", "host/foreign-sender");
    // A foreign page is owed no answer in a form of ours.
    throw new Error("host/foreign-sender");
  });

  return { refusals: () => ({ ...counts }) };
}

/** Sends every new snapshot to the page for as long as it is there. */
export function sendSnapshots(
  host: Pick<Host, "listen">,
  page: { isDestroyed(): boolean; send(channel: string, snapshot: Snapshot): void },
): void {
  const stop = host.listen((snapshot) => {
    if (page.isDestroyed()) stop();
    else page.send(snapshotChannel, snapshot);
  });
}

/** The frame's own origin as Chromium knows it, and the top frame only. A frame that is gone is nobody's. */
function isOwnPage({ sender, senderFrame }: Caller): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === pageOrigin;
}

function isOrderName(name: unknown): name is OrderName {
  return typeof name === "string" && Object.hasOwn(orders, name);
}
