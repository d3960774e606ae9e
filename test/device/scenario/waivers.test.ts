// What is unbound in spite of a failed check: who may take it upon themselves, on whose permission, and that it is signed.

import { expect, test, vi } from "vitest";
import { executionPayload } from "../../../device/contract/messages/request.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { createRig, isBound, type Rig, simIdentity } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;

/** A batch of two that cannot be settled any more. */
async function withStuckBatch(): Promise<Rig> {
  const rig = await createRig({ technician: true, openBatch: 2 });
  await rig.setUp();
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
  return rig;
}

async function confirmDraft(rig: Rig) {
  await rig.order("showSummary", {});
  const { summary } = (await rig.see()).unbind;
  await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });
  return summary?.payload;
}

const waived = { check: "OPEN_BATCH", reason: "terminal_broken" } as const;

test("An open batch that is lost: waived by a technician with the upstream's permission, signed, and counted in the execution", async () => {
  const rig = await withStuckBatch();
  const { id } = await rig.upstream.operator.authorise({ sn, covers: ["unbind", "waive_open_batch"] });
  const { offered } = await rig.draft({ role: "technician" });
  const answer = await rig.order("waiveCheck", waived);
  const signed = await confirmDraft(rig);
  await rig.reach("approved");
  await rig.execute("technician");
  const done = await rig.reach("completed", "approved");
  const evidence = await savedEvidence(rig);

  const execution = rig.witnessed.find(({ what }) => what.endsWith("/execution"))?.body.split("\n")[0] ?? "";
  const { funds, checks } = executionPayload.parse(peekJws(execution).payload);
  expect({
    waivable: offered.waiveCheck,
    answer,
    end: done.unbind.state,
    wouldPay: await rig.wouldPay(),
    waivers: signed?.precheck.waivers.map(({ check, reason, role, authorisationId }) => {
      return { check, reason, role, authorisationId };
    }),
    funds,
    batch: checks.find(({ code }) => code === "OPEN_BATCH"),
    evidence,
  }).toEqual({
    waivable: [{ check: "OPEN_BATCH" }],
    answer: { ok: true },
    end: "completed",
    wouldPay: false,
    waivers: [{ ...waived, role: "technician", authorisationId: id }],
    funds: { openBatch: 2, storedOffline: 0, paymentsPaused: true },
    batch: { code: "OPEN_BATCH", level: "must", outcome: "failed", fact: "count=2" },
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
  });
});

test("Without the waiver the gate stays shut, and payments come back", async () => {
  const rig = await withStuckBatch();
  await rig.upstream.operator.authorise({ sn, covers: ["unbind", "waive_open_batch"] });
  await rig.confirm({ role: "technician" });
  await rig.reach("approved");
  await rig.execute("technician");
  await rig.clock.advance(120_000);

  const { unbind } = await rig.see();

  expect({ failure: unbind.failure, wouldPay: await rig.wouldPay() }).toEqual({
    failure: { code: "unbind/gate-closed", facts: { checks: "OPEN_BATCH", payment: "payment/settlement-failed" } },
    wouldPay: true,
  });
});

test.each([
  ["a technician without the upstream's permission", "technician", false, "host/needs-upstream-grant"],
  ["a merchant, whatever the upstream permits", "merchant", true, "host/not-permitted"],
] as const)("Money is not waived by %s", async (_, role, permitted, code) => {
  const rig = await withStuckBatch();
  if (permitted) await rig.upstream.operator.authorise({ sn, covers: ["unbind", "waive_open_batch"] });
  const { offered } = await rig.draft({ role });

  const answer = await rig.order("waiveCheck", waived);

  expect({ waivable: offered.waiveCheck, answer }).toEqual({
    waivable: undefined,
    answer: { ok: false, error: { code } },
  });
});

test("A low battery blocks the merchant, who takes it upon themselves: said in the request, and executed so", async () => {
  const rig = await createRig();
  await rig.setUp();
  rig.terminal.becomes({ percent: 5, power: 0 });
  const before = await rig.draft();
  const answer = await rig.order("waiveCheck", { check: "BATTERY_LOW", reason: "no_remedy_here" });
  const signed = await confirmDraft(rig);
  await rig.reach("approved");
  await rig.execute();
  const { unbind } = await rig.reach("completed", "approved");

  expect({
    before: before.unbind.state,
    waivable: before.offered.waiveCheck,
    answer,
    end: unbind.state,
    waivers: signed?.precheck.waivers.map(({ check, reason, role, authorisationId }) => {
      return { check, reason, role, authorisationId };
    }),
  }).toEqual({
    before: "blocked",
    waivable: [{ check: "BATTERY_LOW" }],
    answer: { ok: true },
    end: "completed",
    waivers: [{ check: "BATTERY_LOW", reason: "no_remedy_here", role: "merchant", authorisationId: undefined }],
  });
});

test("What has not failed, what nobody may waive, and what is waived already is not waived", async () => {
  const rig = await createRig();
  await rig.setUp();
  rig.terminal.becomes({ percent: 5, power: 0 });
  await rig.draft();
  const why = "no_remedy_here" as const;
  await rig.order("waiveCheck", { check: "BATTERY_LOW", reason: why });

  const answers = [
    await rig.order("waiveCheck", { check: "PRINTER_FAULT", reason: why }),
    await rig.order("waiveCheck", { check: "SN_UNREADABLE", reason: why }),
    await rig.order("waiveCheck", { check: "BATTERY_LOW", reason: why }),
  ];

  const refused = { ok: false, error: { code: "host/not-now" } };
  expect({ answers, waivers: (await rig.see()).unbind.waivers.length }).toEqual({
    answers: [refused, refused, refused],
    waivers: 1,
  });
});

test("A waiver is for this draft alone: the next one begins without", async () => {
  const rig = await createRig();
  await rig.setUp();
  rig.terminal.becomes({ percent: 5, power: 0 });
  await rig.draft();
  await rig.order("waiveCheck", { check: "BATTERY_LOW", reason: "no_remedy_here" });
  await rig.order("leaveMenu", {});

  const { unbind } = await rig.draft();

  expect([unbind.state, unbind.waivers]).toEqual(["blocked", []]);
});

const nothingPays = ["OPEN_BATCH", "STORED_OFFLINE_TX"] as const;

/** Nothing on the terminal takes payments that could be asked, and the provider permits to go on without. */
async function withoutPaymentApp(): Promise<Rig> {
  const rig = await createRig({ technician: true, paymentApp: "none" });
  await rig.setUp();
  await rig.upstream.operator.authorise({ sn, covers: ["unbind", "waive_open_batch", "waive_stored_offline"] });
  return rig;
}

test("A terminal without a payment application is unbound by a technician with the provider's leave, and claims no pause", async () => {
  const rig = await withoutPaymentApp();
  await rig.draft({ role: "technician" });
  for (const check of nothingPays) await rig.order("waiveCheck", { check, reason: "terminal_broken" });
  await confirmDraft(rig);
  await rig.reach("approved");
  await rig.execute("technician");
  const { unbind } = await rig.reach("completed", "approved");
  const evidence = await savedEvidence(rig);

  const execution = rig.witnessed.find(({ what }) => what.endsWith("/execution"))?.body.split("\n")[0] ?? "";
  const { funds, checks } = executionPayload.parse(peekJws(execution).payload);
  const money = checks.filter(({ code }) => nothingPays.some((one) => one === code));
  expect({ end: unbind.state, order: unbind.paymentOrder, failure: unbind.failure, funds, money, evidence }).toEqual({
    end: "completed",
    order: "nobody",
    failure: null,
    funds: {},
    money: nothingPays.map((code) => ({ code, level: "must", outcome: "failed", fact: "payment/no-application" })),
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
  });
});

test("A terminal that tells what it owes and cannot stop payments is unbound by a technician with the provider's leave", async () => {
  const rig = await createRig({ technician: true, driver: "slf" });
  rig.slf().refuses("01", "PP", "PO", "PR");
  await rig.setUp();
  await rig.upstream.operator.authorise({ sn, covers: ["unbind", "waive_open_batch", "waive_stored_offline"] });
  await rig.restart();
  await rig.until((seen) => isBound(seen));
  await rig.draft({ role: "technician" });
  for (const check of nothingPays) await rig.order("waiveCheck", { check, reason: "terminal_broken" });
  await confirmDraft(rig);
  await rig.reach("approved");

  await rig.execute("technician");

  const { unbind } = await rig.reach("completed", "approved");
  expect([unbind.state, unbind.paymentOrder, unbind.failure]).toEqual(["completed", "nobody", null]);
});

test("Without a waiver its gate names the two checks that stand in the way, and lists what each found", async () => {
  const rig = await withoutPaymentApp();
  await rig.confirm({ role: "technician" });
  await rig.reach("approved");
  await rig.execute("technician");
  await rig.clock.advance(120_000);

  const { state, failure, checks } = (await rig.see()).unbind;

  expect({ state, failure, failed: checks.filter(({ outcome }) => outcome === "failed") }).toEqual({
    state: "approved",
    failure: {
      code: "unbind/gate-closed",
      facts: { checks: "OPEN_BATCH STORED_OFFLINE_TX", payment: "payment/no-application" },
    },
    failed: nothingPays.map((code) => ({ code, level: "must", outcome: "failed", fact: "payment/no-application" })),
  });
});

test("A gate that closed says so after a restart as well, with what each check found, until something happens", async () => {
  const rig = await withoutPaymentApp();
  await rig.confirm({ role: "technician" });
  await rig.reach("approved");
  await rig.execute("technician");
  const before = (await rig.until(({ unbind: { failure } }) => failure?.code === "unbind/gate-closed")).unbind;

  await rig.restart();
  await rig.clock.advance(120_000);

  const { unbind } = await rig.see();
  await rig.upstream.operator.reject({ requestId: unbind.requestId ?? "", code: "documents_incomplete" });
  const { unbind: later } = await rig.reach("rejected");
  expect([unbind.state, unbind.failure?.facts?.checks, unbind.checks, later.failure]).toEqual([
    "approved",
    before.failure?.facts?.checks,
    before.checks,
    null,
  ]);
});

test("A payment application that is there and deaf is no absent one: payments that nobody saw stopped close the gate, and that is said", async () => {
  const rig = await createRig({ technician: true });
  await rig.setUp();
  await rig.upstream.operator.authorise({ sn, covers: ["unbind", "waive_open_batch", "waive_stored_offline"] });
  rig.payments().fail({ code: "payment/no-answer" });
  await rig.draft({ role: "technician" });
  for (const check of nothingPays) await rig.order("waiveCheck", { check, reason: "terminal_broken" });
  await confirmDraft(rig);
  await rig.reach("approved");
  await rig.execute("technician");
  await rig.clock.advance(5_000);

  const { state, failure } = (await rig.see()).unbind;

  expect([state, failure]).toEqual(["approved", { code: "payment/no-answer" }]);
});
