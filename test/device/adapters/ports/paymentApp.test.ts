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
        app = createSimPaymentApp({ clock, store: nextStore(), openBatch: 3, storedOffline: 1 });
        return app;
      },
      async pay() {
        const paid = await app.pay();
        if (!paid.ok) throw new Error(paid.error.code);
        return paid.value;
      },
    };
  });
}

test("payments count into the open batch, and counts can be set", async () => {
  const app = createSimPaymentApp({ clock });
  await app.pay();
  await app.pay();
  const counted = await app.status();
  await app.setCounts({ openBatch: 7, storedOffline: 2 });

  expect([counted, await app.status()]).toEqual([
    ok({ openBatch: 2, storedOffline: 0, paymentsPaused: false }),
    ok({ openBatch: 7, storedOffline: 2, paymentsPaused: false }),
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

  expect([during, await app.status()]).toEqual([
    ok({ openBatch: 2, storedOffline: 0, paymentsPaused: false }),
    ok({ openBatch: 0, storedOffline: 0, paymentsPaused: false }),
  ]);
});

test("a settlement that fails leaves everything owed and answers the rest as before", async () => {
  const app = createSimPaymentApp({ clock, openBatch: 3 });
  const failure: PaymentAppFailure = { code: "payment/settlement-failed", reason: "host 96" };
  app.fail(failure);

  const settled = await app.settleLastBatch();
  const paused = await app.pausePayments();
  app.fail(null);

  expect({ settled, paused, status: await app.status() }).toEqual({
    settled: err(failure),
    paused: { ok: true },
    status: ok({ openBatch: 3, storedOffline: 0, paymentsPaused: true }),
  });
});

test("an application that is not there or does not answer says so to everything", async () => {
  const app = createSimPaymentApp({ clock });
  const askAll = () =>
    Promise.all([
      app.status(),
      app.pausePayments(),
      app.resumePayments(),
      app.settleLastBatch(),
      app.eraseMerchantData(),
      app.erasePaymentKeys(),
    ]);

  app.fail({ code: "payment/no-application" });
  const absent = await askAll();
  app.fail({ code: "payment/no-answer" });
  const silent = await askAll();

  expect({ absent, silent }).toEqual({
    absent: Array(6).fill(err({ code: "payment/no-application" })),
    silent: Array(6).fill(noAnswer),
  });
});

test("a pause that could not be kept is not told as one", async () => {
  const mishaps = createMishaps();
  mishaps.failAt(1);
  const app = createSimPaymentApp({ clock, store: createMemorySimPaymentStore({ text: null }, mishaps) });

  const paused = await app.pausePayments();

  expect({ paused, paid: await app.pay() }).toEqual({ paused: noAnswer, paid: ok("approved") });
});

test.each(["", "{}", "null", '{"openBatch":-1,"storedOffline":0,"paymentsPaused":false,"merchantData":true}'])(
  "a state that reads %j is no answer, and not an empty batch",
  async (text) => {
    const app = createSimPaymentApp({ clock, store: createMemorySimPaymentStore({ text }) });

    expect([await app.status(), await app.pausePayments()]).toEqual([noAnswer, noAnswer]);
  },
);

test("the state on disk is private, and one that is too long is no answer", async () => {
  const dir = join(await makeScratchDir(), "state");
  await createSimPaymentApp({ clock, store: createNodeSimPaymentState({ dir }) }).pausePayments();
  const path = join(dir, "sim-payment.json");
  const mode = (await stat(path)).mode & 0o777;
  await writeFile(path, " ".repeat(10_000));

  const status = await createSimPaymentApp({ clock, store: createNodeSimPaymentState({ dir }) }).status();

  expect({ mode, status }).toEqual({ mode: 0o600, status: noAnswer });
});
