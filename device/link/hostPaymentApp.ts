/**
 * A payment application that is not behind the terminal's line but beside the kiosk. It belongs to one terminal all the
 * same: while another one is on the line, it is ordered nothing. One that cannot be read, or was pulled, took nothing along.
 */

import { err, type Result } from "../base/result.ts";
import type { Recognition } from "../identity/sameTerminal.ts";
import type { PaymentApp, PaymentAppFailure } from "../ports/paymentApp.ts";

export function createHostPaymentApp(app: PaymentApp, whoIsThere: () => Promise<Recognition>): PaymentApp {
  const unlessAnother = async <T>(order: () => Promise<Result<T, PaymentAppFailure>>) =>
    (await whoIsThere()) === "another" ? err({ code: "payment/another-terminal" } as const) : order();
  return {
    status: app.status,
    allowPayments: (which) => unlessAnother(() => app.allowPayments(which)),
    settleLastBatch: () => unlessAnother(app.settleLastBatch),
    eraseMerchantData: () => unlessAnother(app.eraseMerchantData),
    erasePaymentKeys: () => unlessAnother(app.erasePaymentKeys),
  };
}
