import { expect, test } from "vitest";
import { createSimPaymentApp, type SimPaymentApp } from "../../../device/adapters/sim/simPaymentApp.ts";
import { createSimSlfTerminal } from "../../../device/adapters/sim/simSlfTerminal.ts";
import { createSimTerminal } from "../../../device/adapters/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../../device/adapters/sim/simTerminalLink.ts";
import { createSlfLine } from "../../../device/link/slfLine.ts";
import { createSlfPaymentApp } from "../../../device/link/slfPaymentApp.ts";
import type { PaymentApp } from "../../../device/ports/paymentApp.ts";
import { describePaymentApp } from "../../support/describePaymentApp.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemorySimPaymentStore } from "../../support/memorySimPaymentStore.ts";

function createRig(kept: { text: string | null } = { text: null }) {
  const clock = createManualClock();
  const payments = createSimPaymentApp({
    clock,
    store: createMemorySimPaymentStore(kept),
    openBatch: 3,
    storedOffline: 1,
  });
  const at = createSimTerminal({ clock });
  const terminal = createSimSlfTerminal({ clock, terminal: at, payments });
  const line = createSlfLine({ opener: createSimTerminalOpener(terminal), clock });
  return { clock, payments, terminal, app: createSlfPaymentApp(line) };
}

describePaymentApp("the application behind an SLF line", async () => {
  const kept = { text: null };
  let payments: SimPaymentApp;
  return {
    async start() {
      const rig = createRig(kept);
      payments = rig.payments;
      return rig.app;
    },
    async pay() {
      const paid = await payments.pay();
      if (!paid.ok) throw new Error(paid.error.code);
      return paid.value;
    },
  };
});

const all = (app: PaymentApp) =>
  Promise.all([
    app.status(),
    app.pausePayments(),
    app.resumePayments(),
    app.settleLastBatch(),
    app.eraseMerchantData(),
    app.erasePaymentKeys(),
  ]);

const codes = (answers: Awaited<ReturnType<typeof all>>) =>
  answers.map((answer) => (answer.ok ? answer.value : answer.error.code));

test("what the terminal owes is what its ST says", async () => {
  const { clock, app } = createRig();

  expect(await clock.runUntil(app.status())).toEqual({
    ok: true,
    value: { openBatch: 3, storedOffline: 1, paymentsPaused: false },
  });
});

test("a terminal without these commands has no payment application, and erasing was not performed", async () => {
  const { clock, app, terminal } = createRig();
  terminal.refuses("01", "ST", "PP", "PR", "SB", "EM", "EK");

  expect(codes(await clock.runUntil(all(app)))).toEqual([
    ...Array(4).fill("payment/no-application"),
    "notPerformed",
    "notPerformed",
  ]);
});

test("a terminal that is busy has not answered, and a settlement that it refuses has failed", async () => {
  const { clock, app, terminal } = createRig();
  terminal.refuses("03", "ST", "PP", "PR", "SB", "EM", "EK");

  expect(codes(await clock.runUntil(all(app)))).toEqual([
    ...Array(3).fill("payment/no-answer"),
    "payment/settlement-failed",
    ...Array(2).fill("payment/no-answer"),
  ]);
});

test("a terminal that is silent has not answered, and nothing is taken for done", async () => {
  const { clock, app, terminal } = createRig();
  terminal.goesSilent();

  expect(codes(await clock.runUntil(all(app)))).toEqual(Array(6).fill("payment/no-answer"));
});

test("a settlement that fails says with which result code", async () => {
  const { clock, app, payments } = createRig();
  payments.fail({ code: "payment/settlement-failed", reason: "host 96" });

  expect(await clock.runUntil(app.settleLastBatch())).toEqual({
    ok: false,
    error: { code: "payment/settlement-failed", reason: "RC 04" },
  });
});

test("counts that the terminal does not know are no answer, and not zero", async () => {
  const { clock, app, payments } = createRig();
  payments.fail({ code: "payment/no-answer" });

  expect(await clock.runUntil(app.status())).toEqual({ ok: false, error: { code: "payment/no-answer" } });
});

test("an order whose answer was lost is not given a second time", async () => {
  const { clock, app, terminal } = createRig();
  await clock.runUntil(app.status());
  // The ACK comes; the answer and all its repetitions do not.
  terminal.nextSays("fine", "drop", "drop", "drop", "drop");

  const settled = await clock.runUntil(app.settleLastBatch());

  expect([settled, terminal.carriedOut().filter((name) => name === "SB")]).toEqual([
    { ok: false, error: { code: "payment/no-answer" } },
    ["SB"],
  ]);
});
