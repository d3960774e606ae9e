import { expect, test } from "vitest";
import { createSimPaymentApp, type SimPaymentApp } from "../../../../device/adapters/sim/simPaymentApp.ts";
import type { Recognition } from "../../../../device/identity/sameTerminal.ts";
import { createSlfLine } from "../../../../device/link/slf/line.ts";
import { createSlfPaymentApp } from "../../../../device/link/slf/paymentApp.ts";
import type { PaymentApp } from "../../../../device/ports/paymentApp.ts";
import { describePaymentApp } from "../../../support/describePaymentApp.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createMemorySimPaymentStore } from "../../../support/memorySimPaymentStore.ts";
import { createSimSlfTerminal } from "../../../support/sim/simSlfTerminal.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

function createRig(kept: { text: string | null } = { text: null }, recognition: Recognition = "same") {
  const clock = createManualClock();
  const payments = createSimPaymentApp({
    clock,
    store: createMemorySimPaymentStore(kept),
    openBatch: 3,
    storedOffline: 1,
    pendingReversals: 2,
    pendingRefunds: null,
  });
  const at = createSimTerminal({ clock });
  const terminal = createSimSlfTerminal({ clock, terminal: at, payments });
  const line = createSlfLine({ opener: createSimTerminalOpener(terminal), clock });
  return { clock, payments, terminal, app: createSlfPaymentApp(line, () => recognition) };
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
    async pay(how) {
      const paid = await payments.pay(how);
      if (!paid.ok) throw new Error(paid.error.code);
      return paid.value;
    },
  };
});

const all = (app: PaymentApp) =>
  Promise.all([
    app.status(),
    app.allowPayments("none"),
    app.allowPayments("onlineOnly"),
    app.allowPayments("all"),
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
    value: { openBatch: 3, storedOffline: 1, pendingReversals: 2, pendingRefunds: null, allowed: "all" },
  });
});

test("a terminal without these commands has no payment application, and erasing was not performed", async () => {
  const { clock, app, terminal } = createRig();
  terminal.refuses("01", "ST", "PP", "PO", "PR", "SB", "EM", "EK");

  expect(codes(await clock.runUntil(all(app)))).toEqual([
    ...["payment/no-application", "payment/no-application", "payment/online-only-unsupported"],
    ...["payment/no-application", "payment/no-application"],
    "notPerformed",
    "notPerformed",
  ]);
});

test("a terminal that cannot do without stored payments alone still stops them all, and what it allows is told as it is", async () => {
  const { clock, app, terminal } = createRig();
  terminal.refuses("01", "PO");
  const onlineOnly = await clock.runUntil(app.allowPayments("onlineOnly"));
  const told = await clock.runUntil(app.status());

  expect({
    onlineOnly,
    told: told.ok && told.value.allowed,
    none: await clock.runUntil(app.allowPayments("none")),
  }).toEqual({
    onlineOnly: { ok: false, error: { code: "payment/online-only-unsupported" } },
    told: "all",
    none: { ok: true },
  });
});

test("a terminal that is busy has not answered, and a settlement that it refuses has failed", async () => {
  const { clock, app, terminal } = createRig();
  terminal.refuses("03", "ST", "PP", "PO", "PR", "SB", "EM", "EK");

  expect(codes(await clock.runUntil(all(app)))).toEqual([
    ...Array(4).fill("payment/no-answer"),
    "payment/settlement-failed",
    ...Array(2).fill("payment/no-answer"),
  ]);
});

test("a terminal that is silent has not answered, and nothing is taken for done", async () => {
  const { clock, app, terminal } = createRig();
  terminal.goesSilent();

  expect(codes(await clock.runUntil(all(app)))).toEqual(Array(7).fill("payment/no-answer"));
});

test.each([
  ["another", "payment/another-terminal"],
  ["unread", "payment/terminal-unread"],
] as const)("a terminal that is %s is asked who it is, and ordered nothing", async (recognition, code) => {
  const { clock, app, terminal } = createRig(undefined, recognition);

  const told = codes(await clock.runUntil(all(app))).slice(1);

  expect({ told, heard: [...new Set(terminal.carriedOut())] }).toEqual({
    told: Array(6).fill(code),
    heard: ["EC", "ST", "ID"],
  });
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
  // It says twice who it is, with an ACK and an answer each. Then the ACK comes; the answer and all its repetitions do not.
  terminal.nextSays("fine", "fine", "fine", "fine", "fine", "drop", "drop", "drop", "drop");

  const settled = await clock.runUntil(app.settleLastBatch());

  expect([settled, terminal.carriedOut().filter((name) => name === "SB")]).toEqual([
    { ok: false, error: { code: "payment/no-answer" } },
    ["SB"],
  ]);
});
