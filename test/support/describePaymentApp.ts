/** What every PaymentApp must do, whatever takes the payments. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { PaymentApp } from "../../device/ports/paymentApp.ts";

export type PaymentAppHooks = {
  /** The application after a start of the terminal; every call is a restart. It has open and stored transactions. */
  start(): Promise<PaymentApp>;
  /** A customer tries to pay at the application started last. */
  pay(): Promise<"approved" | "refused">;
};

export function describePaymentApp(name: string, prepare: () => Promise<PaymentAppHooks>): void {
  describe(`${name} as a PaymentApp`, () => {
    test("payments that were paused stay paused over a restart, until they are resumed", async () => {
      const { start, pay } = await prepare();
      const before = [await (await start()).pausePayments(), await pay()];
      const restarted = await start();
      const after = [await restarted.pausePayments(), await pay(), await restarted.resumePayments(), await pay()];

      expect([...before, ...after]).toEqual([
        { ok: true },
        "refused",
        { ok: true },
        "refused",
        { ok: true },
        "approved",
      ]);
    });

    test("after settling nothing is owed, also after a restart, and the pause is as it was", async () => {
      const { start } = await prepare();
      const app = await start();
      await app.pausePayments();
      const owed = await app.status();
      const settled = await app.settleLastBatch();

      const left = await (await start()).status();

      expect({ owed: owed.ok && owed.value.openBatch + owed.value.storedOffline > 0, settled, left }).toEqual({
        owed: true,
        settled: { ok: true },
        left: ok({ openBatch: 0, storedOffline: 0, paymentsPaused: true }),
      });
    });

    test("erasing is done or not performed, and can be asked for again", async () => {
      const { start } = await prepare();
      const app = await start();

      const answers = [
        await app.eraseMerchantData(),
        await app.erasePaymentKeys(),
        await (await start()).eraseMerchantData(),
      ];

      expect(answers.every((answer) => answer.ok && ["done", "notPerformed"].includes(answer.value))).toBe(true);
    });
  });
}
