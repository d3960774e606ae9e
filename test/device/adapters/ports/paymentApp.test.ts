import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeSimPaymentState } from "../../../../device/adapters/node/nodeSimPaymentState.ts";
import { createSimPaymentApp, type SimPaymentApp } from "../../../../device/adapters/sim/simPaymentApp.ts";
import { err, ok } from "../../../../device/base/result.ts";
import type { PaymentAppFailure } from "../../../../device/ports/paymentApp.ts";
import { describePaymentApp } from "../../../support/describePaymentApp.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createMemorySimPaymentStore } from "../../../support/memorySimPaymentStore.ts";
import { createMishaps } from "../../../support/mishaps.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

const clock = createManualClock();
const owingNothing = {
  openBatch: 0,
  storedOffline: 0,
  pendingReversals: 0,
  pendingRefunds: 0,
  allowed: "all",
} as const;
const noAnswer = err({ code: "payment/no-answer" });

const stores = {
  "the simulated application on a disk": async () => {
    const dir = join(await makeScratchDir(), "state");
    return () => createNodeSimPaymentState({ dir });
  },
  "the simulated application in memory": async () => {
    const kept = { text: null };
    return () => createMemorySimPaymentStore(kept);
  },
};

for (const [name, makeStores] of Object.entries(stores)) {
  describePaymentApp(name, async () => {
    const nextStore = await makeStores();
    let app: SimPaymentApp;
    return {
      async start() {
        app = createSimPaymentApp({ clock, store: nextStore(), openBatch: 3, storedOffline: 1, pendingReversals: 2 });
        return app;
      },
      async pay(how) {
        const paid = await app.pay(how);
        if (!paid.ok) throw new Error(paid.error.code);
        return paid.value;
      },
    };
  });
}

test("payments count into the open batch or among the stored ones, and counts can be set", async () => {
  const app = createSimPaymentApp({ clock });
  await app.pay();
  await app.pay({ offline: true });
  const counted = await app.status();
  await app.setCounts({ openBatch: 7, pendingRefunds: null });

  expect([counted, await app.status()]).toEqual([
    ok({ ...owingNothing, openBatch: 1, storedOffline: 1 }),
    ok({ ...owingNothing, openBatch: 7, storedOffline: 1, pendingRefunds: null }),
  ]);
});

test("a settlement takes its time and settles what is there at its end", async () => {
  const app = createSimPaymentApp({ clock, openBatch: 1, settleMs: 5_000 });
  const settling = app.settleLastBatch();
  await clock.advance(4_999);
  await app.pay();
  const during = await app.status();
  await clock.advance(1);
  await settling;

  expect([during, await app.status()]).toEqual([ok({ ...owingNothing, openBatch: 2 }), ok(owingNothing)]);
});

test("a settlement that fails leaves everything owed and answers the rest as before", async () => {
  const app = createSimPaymentApp({ clock, openBatch: 3 });
  const failure: PaymentAppFailure = { code: "payment/settlement-failed", reason: "host 96" };
  app.fail(failure);

  const settled = await app.settleLastBatch();
  const paused = await app.allowPayments("none");
  app.fail(null);

  expect({ settled, paused, status: await app.status() }).toEqual({
    settled: err(failure),
    paused: { ok: true },
    status: ok({ ...owingNothing, openBatch: 3, allowed: "none" }),
  });
});

test("an item that cannot be erased says so, and the other is as before", async () => {
  const app = createSimPaymentApp({ clock });
  app.failErasing("merchantData");
  const failed = [await app.eraseMerchantData(), await app.erasePaymentKeys()];
  app.failErasing("paymentKeys");

  expect([...failed, await app.eraseMerchantData(), await app.erasePaymentKeys()]).toEqual([
    noAnswer,
    ok("notPerformed"),
    ok("done"),
    noAnswer,
  ]);
});

test("a payment under way while payments are stopped is counted or refused, and does not undo the order", async () => {
  const app = createSimPaymentApp({ clock });
  const [paid, stopped] = await Promise.all([app.pay(), app.allowPayments("none")]);

  expect({ paid, stopped, status: await app.status() }).toEqual({
    paid: ok("approved"),
    stopped: { ok: true },
    status: ok({ ...owingNothing, openBatch: 1, allowed: "none" }),
  });
});

test("an application that is not there or does not answer says so to everything", async () => {
  const app = createSimPaymentApp({ clock });
  const askAll = () =>
    Promise.all([
      app.status(),
      app.allowPayments("none"),
      app.settleLastBatch(),
      app.eraseMerchantData(),
      app.erasePaymentKeys(),
    ]);

  app.fail({ code: "payment/no-application" });
  const absent = await askAll();
  app.fail({ code: "payment/no-answer" });
  const silent = await askAll();

  expect({ absent, silent }).toEqual({
    absent: Array(5).fill(err({ code: "payment/no-application" })),
    silent: Array(5).fill(noAnswer),
  });
});

test("a pause that could not be kept is not told as one", async () => {
  const mishaps = createMishaps();
  mishaps.failAt(1);
  const app = createSimPaymentApp({ clock, store: createMemorySimPaymentStore({ text: null }, mishaps) });

  const paused = await app.allowPayments("none");

  expect({ paused, paid: await app.pay() }).toEqual({ paused: noAnswer, paid: ok("approved") });
});

const stateWith = (change: Record<string, unknown>) =>
  JSON.stringify({ ...owingNothing, merchantData: true, ...change });

test.each([
  "",
  "{}",
  "null",
  stateWith({ openBatch: -1 }),
  stateWith({ allowed: "some" }),
  stateWith({ pendingRefunds: "1" }),
])("a state that reads %j is no answer, and not an empty batch", async (text) => {
  const app = createSimPaymentApp({ clock, store: createMemorySimPaymentStore({ text }) });

  expect([await app.status(), await app.allowPayments("none")]).toEqual([noAnswer, noAnswer]);
});

test("the state on disk is private, and one that is too long is no answer", async () => {
  const dir = join(await makeScratchDir(), "state");
  await createSimPaymentApp({ clock, store: createNodeSimPaymentState({ dir }) }).allowPayments("none");
  const path = join(dir, "sim-payment.json");
  const mode = (await stat(path)).mode & 0o777;
  await writeFile(path, " ".repeat(10_000));

  const status = await createSimPaymentApp({ clock, store: createNodeSimPaymentState({ dir }) }).status();

  expect({ mode, status }).toEqual({ mode: 0o600, status: noAnswer });
});
