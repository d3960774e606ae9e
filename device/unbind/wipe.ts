/** What an unbind removes from this terminal, item by item. Each item may be tried again without harm. */

import { instantOf } from "../base/instant.ts";
import type { Result } from "../base/result.ts";
import { leavesTerminalBound } from "../bindings/binding.ts";
import type { WipeItemName } from "../contract/codes.ts";
import type { WipeItemReport } from "../contract/messages/wipe.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { MerchantStoreFailure } from "../ports/merchantStore.ts";
import type { PaymentApp, PaymentAppFailure, PaymentAppStatus } from "../ports/paymentApp.ts";
import type { PinVaultFailure } from "../ports/pinVault.ts";
import type { ConfirmedRequest } from "../trust/signedObjects.ts";

type WipePorts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly paymentApp: PaymentApp;
  readonly bindings: {
    /** Forgets one binding and keeps the others. */
    forget(request: ConfirmedRequest): Promise<Result<void, MerchantStoreFailure>>;
    /** Overwrites and deletes all of them. */
    forgetAll(): Promise<Result<void, MerchantStoreFailure>>;
  };
  /** Erases the merchant's PIN. */
  readonly forgetPin: () => Promise<Result<void, PinVaultFailure>>;
};

type WipeItem = {
  readonly name: WipeItemName;
  readonly method: WipeItemReport["method"];
  readonly erase: (
    request: ConfirmedRequest,
  ) => Promise<Result<"done" | "notPerformed" | undefined, { readonly code: string }>>;
};

export type Wipe = {
  /** Runs the first item of this unbind that has no report yet; null when every item has one. */
  next(request: ConfirmedRequest, reports: readonly WipeItemReport[]): Promise<WipeItemReport | null>;
};

export function createWipe({ clock, log, paymentApp, bindings, forgetPin }: WipePorts): Wipe {
  /** A card or an account is no more than its record; the terminal goes on under its own binding. */
  const ofSubject: readonly WipeItem[] = [
    { name: "binding_record", method: "delete", erase: async (request) => erased(await bindings.forget(request)) },
  ];
  // The binding and the PIN go last: until then the operator can still be told what is being wiped.
  const ofTerminal: readonly WipeItem[] = [
    { name: "payment_application", method: "delete", erase: () => paymentApp.eraseMerchantData() },
    { name: "payment_keys", method: "vendorKeyErase", erase: () => paymentApp.erasePaymentKeys() },
    { name: "binding_record", method: "overwrite", erase: async () => erased(await bindings.forgetAll()) },
    { name: "merchant_pin", method: "delete", erase: async () => erased(await forgetPin()) },
  ];

  /** Nothing is lost that can still be settled; null where nothing is left, or nobody counts. */
  async function settle(): Promise<NonNullable<WipeItemReport["unsettled"]> | null> {
    const before = leftIn(await paymentApp.status());
    if (before === null) return null;
    const settled = await paymentApp.settleLastBatch();
    if (settled.ok) return leftIn(await paymentApp.status());
    log.note(settled.error.code);
    return before;
  }

  return {
    async next(request, reports) {
      const items = leavesTerminalBound(request) ? ofSubject : ofTerminal;
      const item = items.find(({ name }) => !reports.some((report) => report.name === name));
      if (!item) return null;
      const unsettled = item.name === "payment_application" ? await settle() : null;
      const outcome = await item.erase(request);
      if (!outcome.ok) log.note("unbind/wipe-item-failed", { item: item.name, code: outcome.error.code });
      // No payment application on this terminal: there is nothing of it to erase.
      const absent = !outcome.ok && outcome.error.code === "payment/no-application";
      const result = outcome.ok ? (outcome.value ?? "done") : absent ? "notApplicable" : "failed";
      const at = instantOf(clock.now());
      return { name: item.name, method: item.method, result, at, ...(unsettled && result === "done" && { unsettled }) };
    },
  };
}

function leftIn(status: Result<PaymentAppStatus, PaymentAppFailure>): NonNullable<WipeItemReport["unsettled"]> | null {
  if (!status.ok) return status.error.code === "payment/no-application" ? null : "unknown";
  const { openBatch, storedOffline, pendingReversals } = status.value;
  if (openBatch + storedOffline + (pendingReversals ?? 0) === 0) return null;
  return { openBatch, storedOffline, ...(pendingReversals !== null && { pendingReversals }) };
}

function erased<E>(result: Result<void, E>): Result<"done", E> {
  return result.ok ? { ok: true, value: "done" } : result;
}
