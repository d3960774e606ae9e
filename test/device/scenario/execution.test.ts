// From the approval on: payments are off while an execution is under way, and never longer than it is.

import { expect, test, vi } from "vitest";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { decisionOn, refuseFromNowOn } from "../../support/decisions.ts";
import { carryOn } from "../../support/operator.ts";
import { finished, outcomeOf } from "../../support/promises.ts";
import { createRig, type Rig } from "../../support/rig.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

async function approved(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  return rig;
}

/** What the operator sees, and whether a customer can pay. */
async function sight(rig: Rig) {
  const { unbind } = await rig.see();
  return { state: unbind.state, failure: unbind.failure?.code ?? null, wouldPay: await rig.wouldPay() };
}

const requestId = async (rig: Rig) => (await rig.see()).unbind.requestId ?? "";

test("The last batch cannot be settled: which gate is closed stays on the screen, and the shop takes money again", async () => {
  const rig = await approved({ openBatch: 2 });
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });

  await rig.execute();
  await rig.clock.advance(120_000);

  const { unbind } = await rig.see();
  expect({ state: unbind.state, failure: unbind.failure, wouldPay: await rig.wouldPay() }).toEqual({
    state: "approved",
    failure: { code: "unbind/gate-closed", facts: { checks: "OPEN_BATCH", payment: "payment/settlement-failed" } },
    wouldPay: true,
  });
});

test("Which gate is closed is told check by check, until there is news", async () => {
  const rig = await approved({ openBatch: 2 });
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
  const failed = async () => (await rig.see()).unbind.checks.filter(({ outcome }) => outcome === "failed");
  const before = await failed();

  await rig.execute();
  await rig.clock.advance(120_000);
  const shut = await failed();
  rig.payments().fail(null);
  await carryOn(rig);

  expect({ before, shut, after: await failed() }).toEqual({
    before: [],
    shut: [{ code: "OPEN_BATCH", level: "must", outcome: "failed", fact: "count=2" }],
    after: [],
  });
});

test("A closed gate opens again: the same approval is executed", async () => {
  const rig = await approved({ openBatch: 2 });
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
  await rig.execute();
  await rig.reach("approved");
  rig.payments().fail(null);

  await carryOn(rig);

  expect(await outcomeOf(rig, [])).toEqual(finished);
});

test("The upstream takes the approval back before the operator executes: rejected, and the shop takes money", async () => {
  const rig = await approved();
  await rig.upstream.operator.reject({ requestId: await requestId(rig), code: "policy" });

  await rig.reach("rejected");

  expect(await sight(rig)).toEqual({ state: "rejected", failure: null, wouldPay: true });
});

test("The approval is taken back in the very moment of executing: payments come back", async () => {
  const rig = await approved();
  await rig.upstream.operator.reject({ requestId: await requestId(rig), code: "policy" });

  await rig.execute();
  await rig.reach("rejected");
  await rig.clock.advance(1_000);

  expect(await sight(rig)).toEqual({ state: "rejected", failure: null, wouldPay: true });
});

test("The grant expires before anybody executes", async () => {
  const rig = await approved({ grantMs: 600_000 });
  await rig.clock.advance(600_000);

  await rig.reach("expired");

  expect(await sight(rig)).toEqual({ state: "expired", failure: null, wouldPay: true });
});

test("The grant expires while the cable is out in the middle of the execution", async () => {
  const rig = await approved({ grantMs: 600_000 });
  await rig.upstream.operator.setFault({ fault: { kind: "server-error", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  const off = await rig.wouldPay();
  rig.upstream.unplug();
  await rig.clock.advance(600_000);
  rig.upstream.plugIn();

  await rig.reach("expired");
  await rig.clock.advance(1_000);

  expect({ off, ...(await sight(rig)) }).toEqual({ off: false, state: "expired", failure: null, wouldPay: true });
});

test("The upstream signs that it does not carry the execution out: nothing was done, payments resume", async () => {
  const rig = await approved();
  refuseFromNowOn(rig, /execution$/, "grant-refused", "execution_refused");

  await rig.execute();
  await rig.reach("approved");
  await rig.clock.advance(120_000);

  expect(await sight(rig)).toEqual({ state: "approved", failure: "upstream/grant-refused", wouldPay: true });
});

test("A refused execution can be ordered again, with a message of its own", async () => {
  const rig = await approved();
  refuseFromNowOn(rig, /execution$/, "grant-refused", "execution_refused");
  await rig.execute();
  await rig.reach("approved");
  rig.line.meddler = null;

  await carryOn(rig);

  const { end, upstream, wouldPay } = await outcomeOf(rig, []);
  expect({ end, upstream, wouldPay }).toEqual({
    end: "working, completed",
    upstream: [{ state: "unbound", attested: true }],
    wouldPay: false,
  });
});

test("The answer to the execution says no more than approved: asked again, and sent again as the same bytes", async () => {
  const rig = await approved();
  const status = {
    status: 200,
    body: { requestId: await requestId(rig), state: "approved", updatedAt: "2026-01-01T00:00:09.000Z" },
  };
  rig.answersAs("POST .*/execution$", status);
  await rig.execute();
  await rig.reach("unknown");
  rig.answersAs("POST .*/execution$", null);

  await carryOn(rig);

  expect(await outcomeOf(rig, [])).toEqual(finished);
});

test("A withdrawal that is under way: the order to execute is not taken", async () => {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "cancellation" } });
  await rig.withdraw();

  const answer = await rig.order("executeUnbind", {});

  expect({ answer, ...(await sight(rig)) }).toMatchObject({
    answer: { ok: false, error: { code: "host/not-now" } },
    state: "approved",
    wouldPay: true,
  });
});

test("A withdrawal that the upstream will not take is over, and the approval can be executed", async () => {
  const rig = await approved();
  refuseFromNowOn(rig, /cancellation$/, "not-cancellable", "cancellation_refused");
  await rig.withdraw();
  const refused = await rig.until(({ unbind }) => unbind.failure?.code === "upstream/not-cancellable");
  await rig.clock.advance(30_000);
  const later = await rig.see();

  await carryOn(rig);

  expect({
    refused: refused.unbind.cancelAsked,
    later: later.unbind.failure?.code,
    outcome: await outcomeOf(rig, []),
  }).toEqual({ refused: false, later: "upstream/not-cancellable", outcome: finished });
});

test("A withdrawal told only after the execution was sent: cancelled, and payments come back", async () => {
  const rig = await approved();
  const id = await requestId(rig);
  rig.answersAs("POST .*/execution$", { status: 409, problem: "not-approved" });
  const decision = await decisionOn(rig, "cancelled");
  const cancelled = { requestId: id, state: "cancelled", updatedAt: "2026-01-01T00:00:30.000Z", decision };
  rig.answersAs("GET /v1/unbind-requests/.*", { status: 200, body: cancelled });

  await rig.execute();
  await rig.reach("cancelled");
  await rig.clock.advance(1_000);

  expect(await sight(rig)).toEqual({ state: "cancelled", failure: null, wouldPay: true });
});

test("The upstream gives another grant for the same request: the newer one is executed", async () => {
  const rig = await approved();
  const before = (await rig.see()).unbind.grantExpiresAt;
  const grant = await anotherGrant(rig, "2026-01-05T00:00:00.000Z");
  const body = { requestId: await requestId(rig), state: "approved", updatedAt: "2026-01-01T00:01:00.000Z", grant };
  rig.answersAs("GET /v1/unbind-requests/.*", { status: 200, body });

  const seen = await rig.until(({ unbind }) => unbind.grantExpiresAt !== before);

  expect(seen.unbind.grantExpiresAt).toBe("2026-01-05T00:00:00.000Z");
});

test("Another terminal is plugged in while the execution is prepared: the gate stays closed", async () => {
  const rig = await approved();
  rig.terminal.unplug();
  rig.terminal.becomes({ sn: "PX7A20269999" });
  rig.terminal.plugIn();

  await rig.execute();
  await rig.until(({ unbind }) => unbind.state === "approved" && unbind.failure !== null);

  const { unbind } = await rig.see();
  expect({ failure: unbind.failure, wouldPay: await rig.wouldPay(), sent: await executions(rig) }).toEqual({
    failure: { code: "unbind/gate-closed", facts: { checks: "ID_MISMATCH" } },
    wouldPay: true,
    sent: 0,
  });
});

test("The power goes while the last batch is settled: the execution goes on by itself", async () => {
  const rig = await approved({ openBatch: 2 });
  const settled = rig.mishaps().operations.length + 5;
  rig.mishaps().dieAt(settled, "nothing");
  await rig.execute();
  await rig.restart();

  const { unbind } = await rig.reach("completed", "approved");

  expect(unbind.state).toBe("completed");
});

/** The grant that was given, with another end. */
async function anotherGrant(rig: Rig, expiresAt: string): Promise<string> {
  const given = /"grantVerified","grant":\{.*?"jws":"([^"]+)"/.exec(new TextDecoder().decode(rig.disk.journal.bytes));
  return rig.upstreamSigns(jwsType.grant, { ...peekJws(given?.[1] ?? "").payload, expiresAt });
}

async function executions(rig: Rig): Promise<number> {
  return rig.witnessed.filter(({ what }) => what.endsWith("/execution")).length;
}
