/** What every PaymentApp must do, whatever takes the payments. */

import { describe, expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { PaymentApp } from "../../device/ports/paymentApp.ts";

export type PaymentAppHooks = {
  /** The application after a start of the terminal; every call is a restart. It has open and stored transactions and reversals. */
  start(): Promise<PaymentApp>;
  /** A customer tries to pay at the application started last; `offline`: its host cannot be reached. */
  pay(how: { readonly offline: boolean }): Promise<"approved" | "refused">;
};

export function describePaymentApp(name: string, prepare: () => Promise<PaymentAppHooks>): void {
  const asked = async ({ pay }: PaymentAppHooks) => [await pay({ offline: false }), await pay({ offline: true })];

  describe(`${name} as a PaymentApp`, () => {
    test("which payments it takes holds over a restart, until the next order", async () => {
      const hooks = await prepare();
      const at: unknown[] = [];
      for (const which of ["none", "onlineOnly", "all"] as const) {
        at.push(await (await hooks.start()).allowPayments(which), await asked(hooks));
        await hooks.start();
        at.push(await asked(hooks));
      }

      const done = { ok: true };
      expect(at).toEqual([
        ...[done, ["refused", "refused"], ["refused", "refused"]],
        ...[done, ["approved", "refused"], ["approved", "refused"]],
        ...[done, ["approved", "approved"], ["approved", "approved"]],
      ]);
    });

    test("of two orders given at once the newest counts, and the status says which", async () => {
      const { start } = await prepare();
      const app = await start();
      await Promise.all([app.allowPayments("none"), app.allowPayments("onlineOnly")]);

      const told = await (await start()).status();

      expect(told.ok && told.value.allowed).toBe("onlineOnly");
    });

    test("after settling nothing is owed, also after a restart, and payments are allowed as they were", async () => {
      const { start } = await prepare();
      const app = await start();
      await app.allowPayments("none");
      const owed = await app.status();
      const settled = await app.settleLastBatch();

      const left = await (await start()).status();

      expect({
        owed:
          owed.ok &&
          [owed.value.openBatch, owed.value.storedOffline, owed.value.pendingReversals].map((count) => count !== 0),
        settled,
        left: left.ok && { ...left.value, pendingRefunds: "its own matter" },
      }).toEqual({
        owed: [true, true, true],
        settled: ok(),
        left: {
          openBatch: 0,
          storedOffline: 0,
          pendingReversals: 0,
          pendingRefunds: "its own matter",
          allowed: "none",
        },
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
