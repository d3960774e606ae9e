// A kiosk whose terminal speaks SLF: who it is, what it owes, and the settlement all go over one line.

import { expect, test } from "vitest";
import type { CheckCode } from "../../../device/contract/codes.ts";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { createRig } from "../../support/rig.ts";

const checkOf = ({ unbind }: Snapshot, code: CheckCode) => unbind.checks.find((check) => check.code === code);

test("an open batch is told before the request, settled by the terminal at the execution, and the unbind completes", async () => {
  const rig = await createRig({ driver: "slf", openBatch: 3 });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  const done = await rig.reach("completed");

  const orders = rig.slf().carriedOut();
  expect({
    sn: done.terminal.sn,
    imei: done.terminal.imei,
    told: rig.shown
      .flatMap((snapshot) => checkOf(snapshot, "OPEN_BATCH") ?? [])
      .find(({ level }) => level === "should"),
    ordered: orders.filter((name) => !["EC", "ID", "ST", "PR"].includes(name)),
    left: await rig.payments().status(),
    wipe: done.unbind.wipe.map(({ name, result }) => `${name} ${result}`),
  }).toEqual({
    sn: { status: "read", value: "PX7A20260042", source: "slf-id", warnings: [] },
    imei: { status: "read", value: "490154203237518", source: "slf-id", warnings: [] },
    told: { code: "OPEN_BATCH", level: "should", outcome: "failed", fact: "count=3" },
    ordered: ["PO", "PP", "PP", "SB", "PP", "EM", "EK"],
    left: {
      ok: true,
      value: { openBatch: 0, storedOffline: 0, pendingReversals: 0, pendingRefunds: 0, allowed: "none" },
    },
    wipe: ["payment_application done", "payment_keys notPerformed", "binding_record done", "merchant_pin done"],
  });
});

test("a settlement that the terminal's host refuses closes the gate, and payments go on", async () => {
  const rig = await createRig({ driver: "slf", openBatch: 3 });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host 96" });

  await rig.execute();
  await rig.clock.advance(120_000);

  const stopped = await rig.see();

  expect({
    state: stopped.unbind.state,
    failure: stopped.unbind.failure,
    sent: rig.slf().carriedOut().includes("SB"),
    pays: await rig.wouldPay(),
  }).toEqual({
    state: "approved",
    failure: { code: "unbind/gate-closed", facts: { checks: "OPEN_BATCH", payment: "payment/settlement-failed" } },
    sent: true,
    pays: true,
  });
});

test("a terminal that does not say what it owes is not taken for one that owes nothing", async () => {
  const rig = await createRig({ driver: "slf" });
  await rig.setUp();
  rig.slf().refuses("03", "ST");

  const draft = await rig.draft();

  expect([
    checkOf(draft, "OPEN_BATCH"),
    checkOf(draft, "STORED_OFFLINE_TX"),
    checkOf(draft, "BATTERY_UNKNOWN"),
  ]).toEqual([
    { code: "OPEN_BATCH", level: "should", outcome: "failed", fact: "payment/no-answer" },
    { code: "STORED_OFFLINE_TX", level: "should", outcome: "failed", fact: "payment/no-answer" },
    { code: "BATTERY_UNKNOWN", level: "should", outcome: "failed" },
  ]);
});

test("a line that loses an ACK and garbles an answer, again and again, changes nothing of the outcome", async () => {
  const rig = await createRig({ driver: "slf", openBatch: 3 });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  rig
    .slf()
    .nextSays(...Array.from({ length: 20 }, () => ["drop", "corrupt", "fine", "fine", "duplicate"] as const).flat());
  await rig.execute();

  const done = await rig.reach("completed");

  expect([
    done.unbind.state,
    rig
      .slf()
      .carriedOut()
      .filter((name) => name === "SB"),
  ]).toEqual(["completed", ["SB"]]);
});
