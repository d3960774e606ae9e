// Cut off from the upstream: a challenge on the screen, an answer that somebody carries or reads out, and what is told later.

import { expect, test, vi } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { offlineAnswerPayload } from "../../../device/contract/messages/offline.ts";
import { challengeHash, parseChallenge } from "../../../device/offline/challenge.ts";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { answerOf, challenge, mistyped, readOut, typeAnswer, wrongCode } from "../../support/offline.ts";
import { brokenPromises } from "../../support/promises.ts";
import { bindingIn, createRig, type Rig, simIdentity } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";
import { resetPin } from "../../support/staff.ts";
import { createSigningKey } from "../../upstream/signingKey.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;

async function cutOff(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  rig.upstream.unplug();
  return rig;
}

/** A challenge is on the screen. */
async function challenged(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await cutOff(options);
  await challenge(rig);
  return rig;
}

async function sight(rig: Rig) {
  const { unbind } = await rig.see();
  return { state: unbind.state, failure: unbind.failure?.code ?? null, wouldPay: await rig.wouldPay() };
}

async function settled(rig: Rig) {
  const { requests, answers, terminals } = await rig.upstream.operator.list();
  return {
    requests: requests.map(({ state, way, attested }) => `${state} ${way}${attested ? " attested" : ""}`),
    answers: answers.filter(({ purpose }) => purpose === "unbind").map(({ reported }) => reported),
    bindings: terminals[0]?.bindings.map(({ state }) => state),
  };
}

const onceSettled = { requests: ["unbound offline attested"], answers: [true], bindings: ["unbound"] };

test("Tier B: the challenge is read out, a code comes back, the terminal is unbound at once and tells it later", async () => {
  const rig = await challenged();
  const shown = await rig.see();
  const { code } = await answerOf(rig);
  const answer = await typeAnswer(rig, code);
  const wiped = await rig.reach("completedPendingSync");
  const before = { ...(await sight(rig)), binding: bindingIn(wiped)?.state };
  rig.upstream.plugIn();
  const done = await rig.reach("completed");

  expect({
    groups: shown.unbind.challenge?.groups.map((group) => group.length),
    triesLeft: shown.unbind.challenge?.triesLeft,
    answer: answer.ok,
    before,
    after: { state: done.unbind.state, proof: done.unbind.proof, outcome: done.unbind.receipt?.payload.outcome },
    history: done.history.map(({ state, proof }) => [state, proof]),
    settled: await settled(rig),
    evidence: await savedEvidence(rig),
    wouldPay: await rig.wouldPay(),
    broken: await brokenPromises(rig),
  }).toEqual({
    groups: [4, 4, 4, 4, 4],
    triesLeft: 10,
    answer: true,
    before: { state: "completedPendingSync", failure: null, wouldPay: false, binding: "unbound" },
    after: { state: "completed", proof: "offline_code", outcome: "unbound_now" },
    history: [["completed", "offline_code"]],
    settled: onceSettled,
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
    wouldPay: false,
    broken: [],
  });
});

test("Tier A without a memory stick: the signed answer is scanned or typed, and nothing else is taken for one", async () => {
  const rig = await challenged();
  const { jws } = await answerOf(rig);
  const [head, body] = jws.split(".");
  const forged = await rig.give("merchant", "readAnswer", { answer: `${head}.${body}.${"A".repeat(86)}` });
  const taken = await rig.order("readAnswer", { answer: jws });
  const { unbind } = await rig.reach("completedPendingSync");

  expect({ forged, taken: taken.ok, proof: unbind.proof }).toEqual({
    forged: { ok: false, error: expect.objectContaining({ code: "trust/signature-wrong" }) },
    taken: true,
    proof: "offline_signed",
  });
});

test("Tier A: the challenge goes out on a memory stick, the signed answer comes back on it", async () => {
  const rig = await challenged();
  const files = new Map<string, string>();
  rig.stick.files = files;
  await rig.as("merchant", "saveChallenge");
  const { place } = (await rig.see()).unbind.challenge ?? {};
  const carried = JSON.parse([...files.values()][0] ?? "{}");
  const { jws } = await rig.upstream.operator.answer({ challenge: carried.challenge, request: carried.request });
  files.set("answer.jws", jws);

  const answer = await rig.as("merchant", "readAnswer");
  await rig.reach("completedPendingSync");
  const early = await savedEvidence(rig);
  rig.upstream.plugIn();
  const { history, unbind } = await rig.reach("completed");

  expect({
    place: place === `memory:challenge-${carried.requestId}.json`,
    named: offlineAnswerPayload.parse(peekJws(jws).payload).requestId === carried.requestId,
    answer: answer.ok,
    early,
    proof: unbind.proof,
    history: history.map(({ proof }) => proof),
    settled: await settled(rig),
    evidence: await savedEvidence(rig),
  }).toEqual({
    place: true,
    named: true,
    answer: true,
    early: { conclusion: "offline-signed", toThirdParties: true, wrong: [] },
    proof: "offline_signed",
    history: ["offline_signed"],
    settled: onceSettled,
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
  });
});

test("Evidence before the upstream has heard of it: a code convinces nobody else", async () => {
  const rig = await challenged();
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");

  expect(await savedEvidence(rig)).toEqual({ conclusion: "offline-code", toThirdParties: false, wrong: [] });
});

test("A card in one step, offline: only that binding is gone, and payments wait for the receipt's word", async () => {
  const target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
  const rig = await cutOff({ bindings: [{}, { ...target, replacement: { state: "validated" } }] });
  await challenge(rig, { target });
  const waiting = await rig.wouldPay();
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");
  const pending = await rig.wouldPay();
  rig.upstream.plugIn();
  const done = await rig.reach("completed");
  await rig.clock.advance(1_000);

  const { bindings } = await settled(rig);
  expect({
    waiting,
    pending,
    after: await rig.wouldPay(),
    bindings,
    kept: [bindingIn(done)?.state, bindingIn(done, target)?.state],
    execution: done.unbind.execution,
  }).toEqual({
    waiting: false,
    pending: false,
    after: true,
    bindings: ["bound", "unbound"],
    kept: ["bound", "unbound"],
    execution: "one_step",
  });
});

test("A confirmed request that cannot be sent waits; the way offline is taken afterwards", async () => {
  const rig = await createRig();
  await rig.setUp();
  const { summary } = (await rig.draft({ way: "offline" })).unbind;
  rig.upstream.unplug();
  await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });

  await rig.reach("offlineChallenge");

  expect(await sight(rig)).toEqual({ state: "offlineChallenge", failure: null, wouldPay: false });
});

test("An open batch that cannot be settled: no challenge is shown, and the shop takes money until it is settled", async () => {
  const rig = await cutOff({ openBatch: 2 });
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
  const { summary } = (await rig.draft({ way: "offline" })).unbind;
  await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });
  await rig.clock.advance(10_000);
  const shut = await rig.see();
  const wouldPay = await rig.wouldPay();
  rig.payments().fail(null);
  await rig.as("merchant", "startChallenge");
  await rig.reach("offlineChallenge");

  expect({
    shut: [shut.unbind.state, shut.unbind.failure?.code, shut.unbind.challenge],
    wouldPay,
    now: await sight(rig),
  }).toEqual({
    shut: ["confirmed", "unbind/gate-closed", null],
    wouldPay: true,
    now: { state: "offlineChallenge", failure: null, wouldPay: false },
  });
});

test("The battery ran low between the checks and the challenge: the gate is shut", async () => {
  const rig = await cutOff();
  const { summary } = (await rig.draft({ way: "offline" })).unbind;
  rig.terminal.becomes({ percent: 5, power: 0 });
  await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });
  await rig.clock.advance(10_000);

  const { unbind } = await rig.see();
  expect([unbind.state, unbind.failure, unbind.challenge]).toEqual([
    ...["confirmed", { code: "unbind/gate-closed", facts: { checks: "BATTERY_LOW" } }, null],
  ]);
});

test("A mistyped code is told by its check digit and costs no try; a wrong one costs one", async () => {
  const rig = await challenged();
  const { code } = await answerOf(rig);

  const slip = await typeAnswer(rig, mistyped(code));
  const afterSlip = (await rig.see()).unbind.challenge?.triesLeft;
  const wrong = await rig.type(wrongCode(code));
  const afterWrong = (await rig.see()).unbind.challenge?.triesLeft;

  expect([slip, afterSlip, wrong, afterWrong, (await sight(rig)).state]).toEqual([
    { ok: false, error: { code: "offline/code-mistyped" } },
    10,
    { ok: false, error: { code: "unbind/answer-wrong", facts: { triesLeft: 9 } } },
    9,
    "offlineChallenge",
  ]);
});

test("Ten wrong codes, with a restart in between: no code goes any more, the signed answer does", async () => {
  const rig = await challenged();
  const { code, jws } = await answerOf(rig);
  const answers: string[] = [];
  for (let tried = 0; tried < 10; tried++) {
    if (tried === 4) await rig.restart();
    const answer = await typeAnswer(rig, wrongCode(code));
    answers.push(answer.ok ? "taken" : answer.error.code);
  }
  const right = await typeAnswer(rig, code);
  const { challenge: shown } = (await rig.see()).unbind;
  rig.stick.files = new Map([["answer.jws", jws]]);
  await rig.as("merchant", "readAnswer");
  await rig.reach("completedPendingSync");

  expect({ answers, right, triesLeft: shown?.triesLeft, proof: (await rig.see()).unbind.proof }).toEqual({
    answers: [...Array(9).fill("unbind/answer-wrong"), "unbind/answer-tries-used-up"],
    right: { ok: false, error: { code: "unbind/answer-tries-used-up" } },
    triesLeft: 0,
    proof: "offline_signed",
  });
});

test("A new challenge gives no tries back", async () => {
  const rig = await challenged();
  const { code } = await answerOf(rig);
  await typeAnswer(rig, wrongCode(code));
  await rig.withdraw();
  await rig.order("leaveMenu", {});

  await challenge(rig);

  expect((await rig.see()).unbind.challenge?.triesLeft).toBe(9);
});

test("The code of an earlier challenge is wrong for this one", async () => {
  const rig = await challenged();
  const { code } = await answerOf(rig);
  await rig.withdraw();
  await rig.order("leaveMenu", {});
  await challenge(rig);

  const answer = await typeAnswer(rig, code);

  expect([answer.ok, (await sight(rig)).state]).toEqual([false, "offlineChallenge"]);
});

const hash = createNodeHash();

/** The upstream's answer to the challenge on the screen, with something else in it. */
async function signed(rig: Rig, change: object = {}, sign: Rig["upstreamSigns"] = rig.upstreamSigns): Promise<string> {
  const parsed = parseChallenge(await readOut(rig));
  if (!parsed.ok) throw new Error(parsed.error.code);
  const payload = {
    answerId: "01980000-0000-7000-8000-0000000000aa",
    challengeHash: challengeHash(parsed.value, hash),
    sn,
    epoch: 1,
    bindingKind: "terminal_to_merchant",
    answeredAt: "2026-01-01T00:00:00.000Z",
    expiresAt: "2026-01-01T06:00:00.000Z",
    ...change,
  };
  return sign(jwsType.offlineAnswer, payload);
}

const stranger = "01980000-0000-7000-8000-0000000000bb";

test.each([
  ["for another terminal", "trust/other-terminal", { sn: "PX7A20269999" }],
  ["of another epoch", "trust/field-mismatch", { epoch: 2 }],
  ["for another binding", "trust/field-mismatch", { bindingKind: "bank_account_to_pos" }],
  ["for another request", "trust/field-mismatch", { requestId: stranger }],
  ["to an earlier challenge", "trust/field-mismatch", { challengeHash: "A".repeat(43) }],
  ["that has run out", "trust/expired", { expiresAt: "2026-01-01T00:00:01.000Z" }],
  ["with a member that nobody knows", "trust/malformed", { note: "hello" }],
] as const)("A signed answer %s is refused with its code, and nothing changes", async (_, code, change) => {
  const rig = await challenged();
  rig.stick.files = new Map([["answer.jws", await signed(rig, change)]]);

  const answer = await rig.as("merchant", "readAnswer");

  const { unbind } = await rig.see();
  expect([answer.ok ? "taken" : answer.error.code, unbind.state, unbind.challenge?.triesLeft]).toEqual([
    ...[code, "offlineChallenge", 10],
  ]);
});

test("A signed answer of somebody else's key is refused, and the right one beside it is found", async () => {
  const rig = await challenged();
  const files = new Map([["answer.jws", await signed(rig, {}, (await createSigningKey()).sign)]]);
  rig.stick.files = files;
  const foreign = await rig.as("merchant", "readAnswer");
  files.set("zz.jws", await signed(rig));

  const right = await rig.as("merchant", "readAnswer");

  expect([foreign.ok ? "taken" : foreign.error.code, right.ok]).toEqual(["trust/key-not-pinned", true]);
});

test.each([
  ["no stick is plugged in", null, "offline/no-carrier"],
  ["the stick holds no answer", new Map([["readme.txt", "hello"]]), "unbind/no-answer-found"],
] as const)("Reading while %s: told, and nothing changes", async (_, files, code) => {
  const rig = await challenged();
  rig.stick.files = files && new Map(files);

  const answer = await rig.as("merchant", "readAnswer");

  expect([answer.ok ? "taken" : answer.error.code, (await sight(rig)).state]).toEqual([code, "offlineChallenge"]);
});

test("A provider that knows no way offline: no challenge is shown for what cannot be sent", async () => {
  const rig = await createRig();
  await rig.upstream.operator.publishProfile({
    profile: { ...genericProfile, execution: "one_step", ways: ["online"], profileVersion: "2" },
  });
  await rig.setUp();
  await rig.until(({ unbind }) => unbind.state === "bound" && rig.disk.profiles.profiles.length > 0);
  const { summary } = (await rig.draft()).unbind;
  rig.upstream.unplug();
  await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });
  await rig.until(({ unbind }) => unbind.state === "confirmed" && unbind.failure !== null);

  const answer = await rig.as("merchant", "startChallenge");

  expect({ answer: answer.ok, ...(await sight(rig)) }).toEqual({
    answer: false,
    state: "confirmed",
    failure: "unbind/gate-closed",
    wouldPay: true,
  });
});

test("A card that was bound again: the answer that lies on the stick since the last time opens nothing", async () => {
  const target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
  const rig = await cutOff({ bindings: [{}, { ...target, replacement: { state: "validated" } }] });
  await challenge(rig, { target });
  const { jws, code } = await answerOf(rig);
  rig.stick.files = new Map([["answer.jws", jws]]);
  await rig.as("merchant", "readAnswer");
  rig.upstream.plugIn();
  await rig.reach("completed");
  await rig.order("closeOutcome", {});
  await rig.order("leaveMenu", {});
  await rig.upstream.operator.bindAgain({ sn, ...target });
  await rig.until((seen) => bindingIn(seen, target)?.epoch === 2);
  rig.upstream.unplug();
  await challenge(rig, { target });

  const signedAnswer = await rig.as("merchant", "readAnswer");
  const typed = await typeAnswer(rig, code);

  expect([signedAnswer, typed.ok, (await sight(rig)).state]).toEqual([
    { ok: false, error: { code: "trust/field-mismatch", facts: expect.objectContaining({ field: "epoch" }) } },
    ...[false, "offlineChallenge"],
  ]);
});

test("Withdrawn while the payment application is deaf, and no network: it is told again, and the shop takes money", async () => {
  const rig = await challenged();
  rig.payments().fail({ code: "payment/no-answer" });
  await rig.withdraw();
  await rig.order("closeOutcome", {});
  const deaf = (await rig.see()).unbind.failure?.code;
  rig.payments().fail(null);

  await rig.clock.advance(60_000);

  const { unbind } = await rig.see();
  expect({ deaf, state: unbind.state, failure: unbind.failure, wouldPay: await rig.wouldPay() }).toEqual({
    deaf: "payment/no-answer",
    state: "bound",
    failure: null,
    wouldPay: true,
  });
});

test("What was judged for a request that was withdrawn meanwhile lets no other one through", async () => {
  const slow = (afterMs: number) => ({ status: 503, problem: "internal", afterMs });
  const rig = await cutOff();
  const confirmSlowly = async (afterMs: number) => {
    const { unbind } = await rig.draft({ way: "offline" });
    rig.answersAs("GET /v1/health", slow(afterMs));
    await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
  };
  await confirmSlowly(300_000);
  rig.answersAs("GET /v1/health", null);
  await rig.withdraw();
  await rig.order("closeOutcome", {});
  await rig.payments().pay();
  rig.payments().fail({ code: "payment/settlement-failed", reason: "no network" });
  await confirmSlowly(900_000);

  await rig.clock.advance(600_000);
  const meanwhile = (await rig.see()).unbind;
  await rig.clock.advance(600_000);

  const { state, failure } = (await rig.see()).unbind;
  expect({ meanwhile: [meanwhile.state, meanwhile.preparing], state, failure: failure?.code }).toEqual({
    meanwhile: ["confirmed", true],
    state: "confirmed",
    failure: "unbind/gate-closed",
  });
});

test("A card's challenge is the merchant's: a technician who could not end the card online does not end it this way", async () => {
  const card = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
  const rig = await cutOff({ technician: true, bindings: [{}, { ...card, replacement: { state: "validated" } }] });
  await challenge(rig, { target: card });
  await rig.order("leaveMenu", {});
  await rig.order("openStaffMenu", {});
  await rig.letIn("technician");

  const answers = [
    await rig.order("enterAnswer", {}),
    await rig.order("readAnswer", {}),
    await rig.order("saveChallenge", {}),
  ];
  await rig.order("leaveMenu", {});
  const merchant = await rig.as("merchant", "enterAnswer");

  expect({ answers, merchant: merchant.ok }).toEqual({
    answers: Array(3).fill({ ok: false, error: { code: "host/not-permitted" } }),
    merchant: true,
  });
});

test("The merchant's PIN is chosen anew while the challenge waits: the merchant still withdraws, and takes money", async () => {
  const rig = await challenged();
  await rig.order("leaveMenu", {});
  await resetPin(rig, "merchant", "482615");
  await rig.order("leaveMenu", {});
  await rig.order("cancelUnbind", {});

  const answer = await rig.type("482615");

  expect({ answer: answer.ok, sight: await sight(rig) }).toEqual({
    answer: true,
    sight: { state: "cancelled", failure: null, wouldPay: true },
  });
});
