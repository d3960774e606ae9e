// I5, I16 and I17: nothing is left behind, and no payment starts where it would be lost.

import { describe, expect, test, vi } from "vitest";
import type { UnbindStateName } from "../../../../device/contract/views/unbind.ts";
import { answerOf, typeAnswer } from "../../../support/offline.ts";
import { carryOn } from "../../../support/operator.ts";
import { brokenPromises, finished, outcomeOf } from "../../../support/promises.ts";
import type { Rig, Wishes } from "../../../support/rig.ts";
import {
  approved,
  bound,
  card,
  challenged,
  reviewedInOneStep,
  sentTo,
  unbound,
  withCard,
} from "../../../support/stories.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

test("I5: after the commit no payment, not after a restart, nor with the clock set back by years", async () => {
  const rig = await unbound();
  rig.clock.setNow(Date.parse("2001-01-01T00:00:00Z"));
  await rig.restart();
  await rig.restart();

  expect({ state: (await rig.see()).unbind.state, wouldPay: await rig.wouldPay() }).toEqual({
    state: "completed",
    wouldPay: false,
  });
});

test("I5: a payment application that lost its pause is stopped again at the start", async () => {
  const rig = await unbound();
  rig.disk.payments.text = (rig.disk.payments.text ?? "").replace('"allowed":"none"', '"allowed":"all"');
  const lost = await rig.wouldPay();
  await rig.restart();

  expect({ lost, after: await rig.wouldPay() }).toEqual({ lost: true, after: false });
});

test("I5: after an offline answer no payment, not after a restart, nor with the clock set back by years", async () => {
  const rig = await challenged();
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");
  rig.clock.setNow(Date.parse("2001-01-01T00:00:00Z"));
  await rig.restart();
  const { unbind } = await rig.see();

  expect({ state: unbind.state, wouldPay: await rig.wouldPay() }).toEqual({
    state: "completedPendingSync",
    wouldPay: false,
  });
});

describe("I16: no execution leaves", () => {
  test.each([
    ["an open batch", { openBatch: 1, storedOffline: 0 }, "OPEN_BATCH"],
    ["stored transactions", { openBatch: 0, storedOffline: 1 }, "STORED_OFFLINE_TX"],
  ])("with %s that cannot be settled", async (_what, counts, check) => {
    const rig = await approved();
    await rig.payments().setCounts(counts);
    rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
    await rig.execute();
    const { unbind } = await rig.until((seen) => seen.unbind.failure?.code === "unbind/gate-closed");

    expect({
      checks: unbind.failure?.facts,
      sent: rig.witnessed.filter(({ what }) => what.endsWith("/execution")).length,
      wouldPay: await rig.wouldPay(),
    }).toEqual({ checks: { checks: check, payment: "payment/settlement-failed" }, sent: 0, wouldPay: true });
  });

  test("with a payment application that does not answer", async () => {
    const rig = await approved();
    rig.payments().fail({ code: "payment/no-answer" });
    await rig.execute();
    await rig.until((seen) => seen.unbind.state === "approved" && seen.unbind.failure !== null);

    expect(rig.witnessed.filter(({ what }) => what.endsWith("/execution")).length).toBe(0);
  });

  test("and what was sold between approval and execution is settled first", async () => {
    const rig = await approved();
    await rig.payments().pay();
    await carryOn(rig);

    expect(await outcomeOf(rig, [])).toEqual(finished);
  });
});

describe("I16: with money that cannot be settled", () => {
  test.each<readonly [string, () => Promise<Rig>, Wishes]>([
    ["no request in one step leaves", withCard, { target: card }],
    ["no challenge is shown", bound, { way: "offline" }],
  ])("%s: it waits here, says why, and the shop takes money", async (_what, bring, wishes) => {
    const rig = await bring();
    const { unbind: draft } = await rig.draft(wishes);
    await rig.payments().pay();
    rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
    await rig.order("confirmUnbind", { summaryHash: draft.summary?.hash ?? "" });
    const { unbind } = await rig.until((seen) => seen.unbind.failure !== null && !seen.unbind.preparing);

    expect({
      state: unbind.state,
      failure: unbind.failure?.code,
      challenge: unbind.challenge,
      sent: sentTo(rig, /unbind-requests$/).length,
      wouldPay: await rig.wouldPay(),
    }).toEqual({
      state: "confirmed",
      failure: "unbind/gate-closed",
      challenge: null,
      sent: 0,
      wouldPay: true,
    });
  });

  test.each<readonly [string, () => Promise<Rig>, Wishes, UnbindStateName]>([
    ["a request in one step", withCard, { target: card }, "underReview"],
    ["a challenge", bound, { way: "offline" }, "offlineChallenge"],
  ])("that can be settled, %s goes after it was", async (_what, bring, wishes, state) => {
    const rig = await bring();
    const { unbind } = await rig.draft(wishes);
    await rig.payments().pay();
    await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
    await rig.reach(state);

    expect({ left: await rig.payments().status(), broken: await brokenPromises(rig) }).toMatchObject({
      left: { value: { openBatch: 0, storedOffline: 0, allowed: "none" } },
      broken: [],
    });
  });
});

test("I17: the pause outlives a restart in the middle of an execution of unknown outcome", async () => {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  rig.upstream.unplug();
  await rig.restart();
  const { unbind } = await rig.see();

  expect({
    state: unbind.state,
    phase: unbind.unknownPhase,
    next: unbind.nextAskAt !== null,
    wouldPay: await rig.wouldPay(),
  }).toEqual({
    state: "unknown",
    phase: "execute",
    next: true,
    wouldPay: false,
  });
});

describe("I17: the pause outlives a restart, the network, and the clock", () => {
  test.each<readonly [string, () => Promise<Rig>]>([
    ["of a request in one step", reviewedInOneStep],
    ["of a challenge", challenged],
  ])("%s", async (_what, bring) => {
    const rig = await bring();
    rig.upstream.unplug();
    const before = await rig.wouldPay();
    rig.disk.payments.text = (rig.disk.payments.text ?? "").replace('"allowed":"none"', '"allowed":"all"');
    await rig.restart();

    expect({ before, after: await rig.wouldPay() }).toEqual({ before: false, after: false });
  });

  test.each<readonly [string, () => Promise<Rig>, (rig: Rig) => Promise<unknown>, UnbindStateName]>([
    ["a request in one step is rejected", reviewedInOneStep, reject, "rejected"],
    ["a challenge is withdrawn", challenged, (rig) => rig.withdraw(), "cancelled"],
  ])("and ends when %s", async (_what, bring, end, state) => {
    const rig = await bring();
    await end(rig);
    await rig.reach(state);
    await rig.clock.advance(1_000);

    expect(await rig.wouldPay()).toBe(true);
  });
});

async function reject(rig: Rig): Promise<void> {
  const { requestId } = (await rig.see()).unbind;
  await rig.upstream.operator.reject({ requestId: requestId ?? "", code: "debts" });
}
