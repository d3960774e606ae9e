// What the upstream's people decide: holds, limits, windows, rejections, and the request that comes after one.

import { expect, test, vi } from "vitest";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { publishPolicy } from "../../support/policy.ts";
import { requestIdOf } from "../../support/proving.ts";
import { createRig, type Rig, simIdentity } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;

async function underReview(): Promise<Rig> {
  const rig = await createRig({ reviewMs: "manual" });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("underReview");
  return rig;
}

const failedChecks = ({ unbind }: Snapshot) =>
  unbind.checks.filter(({ outcome }) => outcome === "failed").map(({ code, fact }) => `${code} ${fact ?? ""}`.trim());

test("A risk hold says why and until when, and ends by itself: the review goes on", async () => {
  const rig = await underReview();
  const requestId = await requestIdOf(rig);
  const until = "2026-01-01T00:30:00.000Z";
  await rig.upstream.operator.hold({ requestId, state: "risk_hold", code: "unusual_hour", until });

  const { unbind } = await rig.reach("riskHold");
  const wouldPay = await rig.wouldPay();
  await rig.restart();
  const again = (await rig.see()).unbind.hold;
  await rig.reach("underReview");

  const hold = { code: "unusual_hour", until };
  expect({ hold: unbind.hold, wouldPay, again, at: rig.clock.now() >= Date.parse(until) }).toEqual({
    hold,
    wouldPay: true,
    again: hold,
    at: true,
  });
});

test("A risk hold without an end: lifted by the operator, then approved", async () => {
  const rig = await underReview();
  const requestId = await requestIdOf(rig);
  await rig.upstream.operator.hold({ requestId, state: "risk_hold" });
  const { unbind } = await rig.reach("riskHold");
  await rig.upstream.operator.lift({ requestId });
  await rig.reach("underReview");
  await rig.upstream.operator.approve({ requestId });

  const seen = await rig.reach("approved");

  expect([unbind.hold, seen.unbind.hold, seen.unbind.failure]).toEqual([
    { code: "risk_review", until: null },
    null,
    null,
  ]);
});

test("A hold whose end is moved: the new one is shown", async () => {
  const rig = await underReview();
  const requestId = await requestIdOf(rig);
  const hold = (until: string) =>
    rig.upstream.operator.hold({ requestId, state: "risk_hold", code: "unusual_hour", until });
  await hold("2026-01-01T02:00:00.000Z");
  await rig.reach("riskHold");

  await hold("2026-01-01T03:00:00.000Z");

  const seen = await rig.until(({ unbind }) => unbind.hold?.until === "2026-01-01T03:00:00.000Z");
  expect(seen.unbind.state).toBe("riskHold");
});

test("A request that is held can be withdrawn", async () => {
  const rig = await underReview();
  const requestId = await requestIdOf(rig);
  await rig.upstream.operator.hold({ requestId, state: "risk_hold" });
  await rig.reach("riskHold");

  await rig.withdraw();
  const { unbind } = await rig.reach("cancelled");

  expect([unbind.state, await rig.wouldPay()]).toEqual(["cancelled", true]);
});

test("A request that was withdrawn by a clock two days ahead is withdrawn, before those two days are over", async () => {
  const rig = await underReview();
  const twoDays = 172_800_000;
  rig.upstream.unplug();
  rig.clock.setNow(rig.clock.now() + twoDays);
  await rig.withdraw();
  rig.clock.setNow(rig.clock.now() - twoDays);
  rig.upstream.plugIn();

  const { unbind } = await rig.reach("cancelled");

  expect([unbind.state, await rig.wouldPay()]).toEqual(["cancelled", true]);
});

test.each([
  ["no unbind is left", { unbindsLeft: 0 }, ["LIMIT_REACHED"]],
  [
    "the window opens tomorrow",
    { window: { opensAt: "2026-01-02T00:00:00.000Z", closesAt: "2026-01-03T00:00:00.000Z" } },
    ["WINDOW_CLOSED opens=2026-01-02T00:00:00.000Z"],
  ],
  [
    "the window was yesterday",
    { window: { opensAt: "2025-12-30T00:00:00.000Z", closesAt: "2025-12-31T00:00:00.000Z" } },
    ["WINDOW_CLOSED opens=2025-12-30T00:00:00.000Z"],
  ],
  ["the policy is another one by now", { policyVersion: "2" }, ["POLICY_VERSION_OLD"]],
] as const)("As the upstream says, %s: blocked before anything is signed", async (_, terms, failed) => {
  const rig = await createRig();
  await rig.setUp();
  await rig.upstream.operator.setTerms({ sn, ...terms });

  const seen = await rig.draft();

  expect({ state: seen.unbind.state, failed: failedChecks(seen) }).toEqual({ state: "blocked", failed });
});

test("A new policy reaches the terminal with the next news: its text is read and agreed to, and the request goes", async () => {
  const rig = await createRig();
  await publishPolicy(rig);
  await rig.setUp();
  await publishPolicy(rig, "2");
  await rig.clock.advance(95_000);

  const { unbind } = await rig.draft();

  expect([unbind.state, unbind.summary?.payload.consent?.policyVersion]).toEqual(["ready", "2"]);
});

test("A window that opens while the operator waits: checked again, it is free", async () => {
  const rig = await createRig();
  await rig.setUp();
  const opensAt = new Date(rig.clock.now() + 30_000).toISOString();
  const window = { opensAt, closesAt: "2026-01-01T02:00:00.000Z" };
  await rig.upstream.operator.setTerms({ sn, window });
  const before = await rig.draft();
  await rig.clock.advance(40_000);

  await rig.order("runChecks", {});
  const { unbind } = await rig.reach("ready", "blocked");

  expect([before.unbind.state, unbind.state]).toEqual(["blocked", "ready"]);
});

test.each([
  [
    "the limit is reached",
    { unbindsLeft: 0, limitUntil: "2026-02-01T00:00:00.000Z" },
    { code: "limit-reached", until: "2026-02-01T00:00:00.000Z" },
  ],
  [
    "the window is closed",
    { window: { opensAt: "2026-01-02T00:00:00.000Z", closesAt: "2026-01-03T00:00:00.000Z" } },
    { code: "window-closed", until: "2026-01-02T00:00:00.000Z" },
  ],
  ["the policy is another one", { policyVersion: "2" }, { code: "policy-outdated", until: null }],
] as const)(
  "Between the checks and the sending %s: refused, with the time where there is one, and the shop takes money",
  async (_, terms, rejection) => {
    const rig = await createRig();
    await publishPolicy(rig);
    await rig.setUp();
    const { summary } = (await rig.draft()).unbind;
    await rig.upstream.operator.setTerms({ sn, ...terms });

    await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });
    const { unbind } = await rig.reach("rejected");

    expect({ rejection: unbind.rejection, wouldPay: await rig.wouldPay() }).toEqual({
      rejection: { text: null, ...rejection },
      wouldPay: true,
    });
  },
);

test("Rejected with the upstream's reason and words: a new request supersedes the first, and is carried out", async () => {
  const rig = await underReview();
  const first = await requestIdOf(rig);
  await rig.upstream.operator.reject({ requestId: first, code: "documents_unreadable", text: "营业执照看不清" });
  const { unbind } = await rig.reach("rejected");
  await rig.upstream.operator.setReview({ reviewMs: 5_000 });
  const { summary } = (await rig.draft()).unbind;
  await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });
  await rig.reach("approved");
  await rig.execute();
  const { history } = await rig.reach("completed");

  const { requests } = await rig.upstream.operator.list();
  expect({
    rejection: unbind.rejection,
    supersedes: summary?.payload.supersedes,
    history: history.map(({ state, proof }) => [state, proof]),
    upstream: requests.map(({ state }) => state),
  }).toEqual({
    rejection: { code: "documents_unreadable", text: "营业执照看不清", until: null },
    supersedes: first,
    history: [
      ["completed", "receipt"],
      ["rejected", null],
    ],
    upstream: ["rejected", "unbound"],
  });
});

test("Withdrawn and begun anew: what is cancelled is settled, and is not superseded", async () => {
  const rig = await underReview();
  await rig.withdraw();
  await rig.reach("cancelled");

  const { unbind } = await rig.draft();

  expect([unbind.state, unbind.summary?.payload.supersedes]).toEqual(["ready", undefined]);
});

test("The upstream has something open about this binding that the terminal has not heard of: blocked", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.upstream.operator.orderUnbind({ sn });

  const seen = await rig.draft();

  expect([seen.unbind.state, failedChecks(seen)]).toEqual(["blocked", ["REQUEST_ALREADY_OPEN"]]);
});
