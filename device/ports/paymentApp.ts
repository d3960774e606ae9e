/** The payment application on the same terminal: what it still owes, and how it is stopped. */

import type { Result } from "../base/result.ts";

export type PaymentAppFailure =
  | { readonly code: "payment/no-application" }
  | { readonly code: "payment/no-answer" }
  | { readonly code: "payment/settlement-failed"; readonly reason: string };

export type PaymentAppStatus = {
  /** Transactions since sign-on that no batch settlement covers. */
  readonly openBatch: number;
  /** Approved on the device and not yet sent. */
  readonly storedOffline: number;
  readonly paymentsPaused: boolean;
};

export interface PaymentApp {
  status(): Promise<Result<PaymentAppStatus, PaymentAppFailure>>;
  /** No payment can start after this resolves, also after a restart. */
  pausePayments(): Promise<Result<void, PaymentAppFailure>>;
  resumePayments(): Promise<Result<void, PaymentAppFailure>>;
  /** Settles the open batch and uploads stored transactions. */
  settleLastBatch(): Promise<Result<void, PaymentAppFailure>>;
  /** Removes merchant data of the payment application; "notPerformed" where the vendor gives no call for it. */
  eraseMerchantData(): Promise<Result<"done" | "notPerformed", PaymentAppFailure>>;
  /** Erases payment keys in the secure module; "notPerformed" where the vendor gives no call for it. */
  erasePaymentKeys(): Promise<Result<"done" | "notPerformed", PaymentAppFailure>>;
}
