/** The payment application on the same terminal: what it still owes, and which payments it may take. */

import type { Result } from "../base/result.ts";

export type PaymentAppFailure =
  | { readonly code: "payment/no-application" }
  | { readonly code: "payment/no-answer" }
  /** Nothing was ordered: the terminal that is connected is another than the one that the order is about. */
  | { readonly code: "payment/another-terminal" }
  /** Nothing was ordered: which terminal is connected could not be read. */
  | { readonly code: "payment/terminal-unread" }
  /** It can stop payments altogether, and not only those it would store. What it allowed before still holds: choose another. */
  | { readonly code: "payment/online-only-unsupported" }
  | { readonly code: "payment/settlement-failed"; readonly reason: string };

/** "onlineOnly": only what its host approves at once; no payment that would be stored on the device. */
export type AllowedPayments = "all" | "onlineOnly" | "none";

export type PaymentAppStatus = {
  /** Transactions since sign-on that no batch settlement covers. */
  readonly openBatch: number;
  /** Approved on the device and not yet sent. */
  readonly storedOffline: number;
  /** Payments whose outcome is open and that are to be taken back; null where the application cannot tell. */
  readonly pendingReversals: number | null;
  /** Refunds begun and not yet booked; null where the application cannot tell. */
  readonly pendingRefunds: number | null;
  readonly allowed: AllowedPayments;
};

/** Every call but `status` changes the terminal, and is made only to the terminal that it is about. */
export interface PaymentApp {
  status(): Promise<Result<PaymentAppStatus, PaymentAppFailure>>;
  /** No payment beyond these can start after this resolves, also after a restart, until another order; the newest counts. */
  allowPayments(which: AllowedPayments): Promise<Result<void, PaymentAppFailure>>;
  /** Settles the open batch, uploads stored transactions and sends the reversals that are due. Refunds are not its business. */
  settleLastBatch(): Promise<Result<void, PaymentAppFailure>>;
  /** Removes merchant data of the payment application; "notPerformed" where the vendor gives no call for it. */
  eraseMerchantData(): Promise<Result<"done" | "notPerformed", PaymentAppFailure>>;
  /** Erases payment keys in the secure module; "notPerformed" where the vendor gives no call for it. */
  erasePaymentKeys(): Promise<Result<"done" | "notPerformed", PaymentAppFailure>>;
}
