// What comes after an answer, or in its place: the network is back, time is up, the report is late, lost or refused.

import { expect, test, vi } from "vitest";
import { answerOf, challenge, typeAnswer } from "../../support/offline.ts";
import { brokenPromises } from "../../support/promises.ts";
import { createRig, type Rig, simIdentity } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
const dayMs = 24 * 3_600_000;

async function challenged(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  rig.upstream.unplug();
  await challenge(rig);
  return rig;
}

/** Unbound by a code that was read out, and the upstream has not been told. */
async function unreported(): Promise<Rig> {
  const rig = await challenged();
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");
  return rig;
}

async function sight(rig: Rig) {
  const { unbind } = await rig.see();
  return { state: unbind.state, failure: unbind.failure?.code ?? null, wouldPay: await rig.wouldPay() };
}

async function settled(rig: Rig) {
  const { requests, answers, terminals } = await rig.upstream.operator.list();
  return {
    requests: requests.map(({ state, attested }) => `${state}${attested ? " attested" : ""}`),
    answers: answers.filter(({ purpose }) => purpose === "unbind").map(({ reported }) => reported),
    binding: terminals[0]?.bindings[0]?.state,
  };
}

const reports = (rig: Rig) =>
  rig.witnessed.filter(({ what }) => what === "POST /v1/offline-unbinds").map(({ body }) => body.split("\n")[0]);

test("The network is back before anybody answers: sent online, reviewed and executed like any other", async () => {
  const rig = await challenged();
  rig.upstream.plugIn();
  await rig.clock.advance(60_000);
  await rig.as("merchant", "sendUnbind");
  await rig.reach("approved");
  await rig.execute();
  const { unbind } = await rig.reach("completed");

  expect({ proof: unbind.proof, settled: await settled(rig), broken: await brokenPromises(rig) }).toEqual({
    proof: "receipt",
    settled: { requests: ["unbound attested"], answers: [], binding: "unbound" },
    broken: [],
  });
});

test("Sent online, and the code that was given meanwhile counts for nothing: its entry is closed", async () => {
  const rig = await challenged({ reviewMs: "manual" });
  const { code, jws } = await answerOf(rig);
  await rig.as("merchant", "enterAnswer");
  rig.upstream.plugIn();
  await rig.clock.advance(40_000);
  await rig.as("merchant", "sendUnbind");
  await rig.reach("underReview");

  const { codeEntry } = await rig.see();
  const typed = await typeAnswer(rig, code);
  rig.stick.files = new Map([["answer.jws", jws]]);
  const read = await rig.as("merchant", "readAnswer");

  const refused = { ok: false, error: { code: "host/not-now" } };
  expect({ codeEntry, typed, read, ...(await sight(rig)), settled: await settled(rig) }).toEqual({
    codeEntry: null,
    typed: refused,
    read: refused,
    state: "underReview",
    failure: null,
    wouldPay: true,
    settled: { requests: ["under_review"], answers: [false], binding: "bound" },
  });
});

test("The network only seems to be back: sending finds the gate shut, the challenge stays and its answer still goes", async () => {
  const rig = await challenged();

  const shut = await rig.as("merchant", "sendUnbind");
  const stays = await sight(rig);
  const { checks } = (await rig.see()).unbind;
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");

  const failed = checks.filter(({ level, outcome }) => level === "must" && outcome === "failed");
  const { unbind } = await rig.see();
  expect({
    shut,
    stays: [stays.state, stays.failure, stays.wouldPay],
    failed: failed.map(({ code }) => code).join(" "),
    afterwards: unbind.checks,
  }).toEqual({
    shut: { ok: false, error: { code: "unbind/gate-closed", facts: { checks: "UPSTREAM_UNREACHABLE" } } },
    stays: ["offlineChallenge", "unbind/gate-closed", false],
    failed: "UPSTREAM_UNREACHABLE",
    afterwards: [],
  });
});

test("The answer is found after the upstream ended the binding at its desk: settled once, as already unbound", async () => {
  const rig = await challenged();
  const { code } = await answerOf(rig);
  await rig.upstream.operator.unbindAtDesk({ sn });
  await typeAnswer(rig, code);
  await rig.reach("completedPendingSync");
  rig.upstream.plugIn();
  const { unbind } = await rig.reach("completed");

  expect({
    outcome: unbind.receipt?.payload.outcome,
    settled: await settled(rig),
    evidence: await savedEvidence(rig),
  }).toEqual({
    outcome: "already_unbound",
    settled: { requests: ["unbound attested"], answers: [true], binding: "unbound" },
    evidence: { conclusion: "already-unbound-proven", toThirdParties: true, wrong: [] },
  });
});

test("A day goes by: the challenge is over, its code with it, and the shop takes money", async () => {
  const rig = await challenged();
  const { code } = await answerOf(rig);
  await rig.clock.advance(dayMs + 60_000);

  const typed = await typeAnswer(rig, code);

  expect({ typed: typed.ok, ...(await sight(rig)) }).toEqual({
    typed: false,
    state: "expired",
    failure: null,
    wouldPay: true,
  });
});

test("The clock is set back by two days: that gives the challenge no longer life", async () => {
  const rig = await challenged();
  rig.clock.setNow(rig.clock.now() - 2 * dayMs);

  const typed = await typeAnswer(rig, (await answerOf(rig)).code);

  expect(typed).toEqual({ ok: false, error: { code: "unbind/challenge-expired" } });
});

test("Off while the day went by, as the clock alone says: no answer is taken, and the shop takes money once it is withdrawn", async () => {
  const rig = await challenged();
  rig.clock.setNow(rig.clock.now() + dayMs);

  await rig.restart();
  const started = await sight(rig);
  await rig.withdraw();
  await rig.clock.advance(60_000);

  expect([started, await sight(rig)]).toEqual([
    { state: "offlineChallenge", failure: "unbind/clock-in-doubt", wouldPay: false },
    { state: "cancelled", failure: null, wouldPay: true },
  ]);
});

test("A restart while the challenge is shown: the same letters, payments off, and the answer to them goes", async () => {
  const rig = await challenged();
  const before = (await rig.see()).unbind.challenge?.groups;
  const { code } = await answerOf(rig);
  await rig.restart();
  const after = (await rig.see()).unbind.challenge?.groups;
  const wouldPay = await rig.wouldPay();

  const answer = await typeAnswer(rig, code);

  expect({ same: after, wouldPay, answer: answer.ok }).toEqual({ same: before, wouldPay: false, answer: true });
});

test("The report waits through restarts, and goes as the same bytes until it is answered", async () => {
  const rig = await unreported();
  await rig.clock.advance(120_000);
  await rig.restart();
  await rig.clock.advance(120_000);
  const waiting = await sight(rig);
  rig.upstream.plugIn();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "offline" } });
  await rig.clock.advance(60_000);
  await rig.restart();
  await rig.upstream.operator.setFault({ fault: null });
  const { unbind } = await rig.reach("completed");

  expect({
    waiting: [waiting.state, waiting.wouldPay],
    different: new Set(reports(rig)).size,
    several: reports(rig).length > 2,
    outcome: unbind.receipt?.payload.outcome,
    settled: await settled(rig),
    broken: await brokenPromises(rig),
  }).toEqual({
    waiting: ["completedPendingSync", false],
    different: 1,
    several: true,
    outcome: "unbound_now",
    settled: { requests: ["unbound attested"], answers: [true], binding: "unbound" },
    broken: [],
  });
});

test("The upstream refuses the report: the terminal stays unbound, says why, and goes on telling it", async () => {
  const rig = await unreported();
  rig.upstream.plugIn();
  rig.answersAs("POST /v1/offline-unbinds", { status: 409, problem: "offline-refused" });
  await rig.until(({ unbind }) => unbind.failure?.code === "upstream/offline-refused");
  const refused = await sight(rig);
  rig.answersAs("POST /v1/offline-unbinds", null);
  const { unbind } = await rig.reach("completed");

  expect({ refused, failure: unbind.failure }).toEqual({
    refused: { state: "completedPendingSync", failure: "upstream/offline-refused", wouldPay: false },
    failure: null,
  });
});

test("After it is over and the power was off: receipt, tier and evidence are still there", async () => {
  const rig = await unreported();
  rig.upstream.plugIn();
  await rig.reach("completed");
  const before = await rig.see();

  await rig.restart();
  await rig.clock.advance(60_000);

  const after = await rig.see();
  expect({
    history: after.history,
    receipt: after.unbind.receipt,
    proof: after.unbind.proof,
    evidence: await savedEvidence(rig),
    wouldPay: await rig.wouldPay(),
  }).toEqual({
    history: before.history,
    receipt: before.unbind.receipt,
    proof: "offline_code",
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
    wouldPay: false,
  });
});

test("A technician's request goes offline only after the merchant has approved; the report carries the approval", async () => {
  const rig = await createRig({ technician: true });
  await rig.setUp();
  rig.upstream.unplug();
  await rig.confirm({ role: "technician", way: "offline" });
  const alone = await rig.as("technician", "startChallenge");
  await rig.order("approveUnbind", {});
  await rig.type("274951");
  await rig.reach("offlineChallenge");
  await rig.order("leaveMenu", {});
  await typeAnswer(rig, (await answerOf(rig)).code);
  rig.upstream.plugIn();
  const { unbind } = await rig.reach("completed");

  expect({ alone: alone.ok, end: unbind.state, evidence: await savedEvidence(rig) }).toEqual({
    alone: false,
    end: "completed",
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
  });
});
