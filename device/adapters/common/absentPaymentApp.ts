/** The PaymentApp port where the terminal has no payment application that can be asked: every call says so. */

import { err } from "../../base/result.ts";
import type { PaymentApp } from "../../ports/paymentApp.ts";

export function createAbsentPaymentApp(): PaymentApp {
  const absent = async () => err({ code: "payment/no-application" });
  return {
    status: absent,
    allowPayments: absent,
    settleLastBatch: absent,
    eraseMerchantData: absent,
    erasePaymentKeys: absent,
  };
}
