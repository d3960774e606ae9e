import { expect, test } from "vitest";
import { createDigits } from "../../device/base/digits.ts";
import { offlineAnswerPayload, pinUnlockPayload } from "../../device/contract/messages/offline.ts";
import type { AcknowledgementPayload, ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { offlineUnbindAnswer, paths } from "../../device/contract/upstream.ts";
import { codeAnswers } from "../../device/offline/answerCode.ts";
import { parseChallenge } from "../../device/offline/challenge.ts";
import { hashOf } from "./deviceMessages.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import type { DeliveredAnswer } from "./faults.ts";
import { referenceTo } from "./references.ts";
import { identity, outcomeOf, payloadOf, type TestTerminal } from "./testTerminal.ts";

const hourMs = 3_600_000;
const other = { sn: "SN-0002-0000", imei: "352656100367872" };

/** A terminal that is cut off and shows a challenge. */
async function cutOff() {
  const enrolled = await createEnrolledTerminal({ reviewMs: "manual" });
  const { terminal, upstream } = enrolled;
  const request = await terminal.request({ way: "offline" });
  const asked = terminal.challenge(request);
  const answer = () => upstream.operator.answer({ challenge: asked.text });
  return { ...enrolled, request, asked, answer };
}

const settledBy = (answer: DeliveredAnswer) => {
  const { receipt, acknowledgement } = offlineUnbindAnswer.parse(JSON.parse(answer.body));
  return {
    receipt: payloadOf<ReceiptPayload>(receipt),
    acknowledgement: payloadOf<AcknowledgementPayload>(acknowledgement),
  };
};

/** What the terminal would say to this code. */
async function accepts(terminal: TestTerminal, challengeText: string, code: string): Promise<boolean> {
  const challenge = parseChallenge(challengeText);
  const digits = createDigits(11);
  for (const digit of code) digits.push(Number(digit));
  if (!challenge.ok) return false;
  const verdict = await codeAnswers(digits, challenge.value, terminal.secret);
  return verdict.ok && verdict.value;
}

test("the letters alone say whose terminal it is, and bring both answers", async () => {
  const { answer, asked, terminal, clock, another, upstream } = await cutOff();
  await another(other);
  const { jws, code, ...said } = await answer();

  const { answerId, ...signed } = offlineAnswerPayload.parse(payloadOf(jws));
  const expiresAt = new Date(clock.now() + hourMs).toISOString();
  expect([said, signed, answerId.length, await accepts(terminal, asked.text, code)]).toEqual([
    {
      allows: "unbind",
      sn: identity.sn,
      bindingKind: "terminal_to_merchant",
      epoch: 1,
      merchantName: "示例便利店",
      merchantIdMasked: "•••••••••••0001",
      expiresAt,
    },
    {
      iss: upstream.audience,
      aud: terminal.kid,
      challengeHash: asked.hash,
      sn: identity.sn,
      epoch: 1,
      bindingKind: "terminal_to_merchant",
      expiresAt,
      answeredAt: new Date(clock.now()).toISOString(),
    },
    36,
    true,
  ]);
});

test("a challenge is understood as people say it, and answered the same again", async () => {
  const { answer, asked, upstream } = await cutOff();
  const first = await answer();

  expect(await upstream.operator.answer({ challenge: ` ${asked.text.toLowerCase().replaceAll("-", " ")} ` })).toEqual(
    first,
  );
});

test("where the request was carried as well, the signed answer names it", async () => {
  const { upstream, asked, request } = await cutOff();
  const { jws } = await upstream.operator.answer({ challenge: asked.text, request: request.jws });

  expect(offlineAnswerPayload.parse(payloadOf(jws)).requestId).toBe(request.requestId);
});

test("what cannot be answered is refused with the reason", async () => {
  const { terminal, upstream, another, request, asked } = await cutOff();
  const { operator } = upstream;
  const stranger = await another(other);
  await operator.unbindAtDesk({ sn: other.sn });
  const words = async (challenge: string, role?: "merchant") =>
    (role ? operator.unlockPin({ challenge, role }) : operator.answer({ challenge })).then(
      () => "answered",
      (refusal: Error) => refusal.message,
    );
  const mistyped = asked.text.replace(/^./, (letter) => (letter === "B" ? "C" : "B"));
  const unboundNow = stranger.challenge(await stranger.request()).text;
  await operator.unbindAtDesk({ sn: identity.sn });
  await operator.bindAgain({ sn: identity.sn });

  expect([
    await words("BCDF"),
    await words("0123-4567-8901-2345-6789"),
    await words(mistyped),
    await words(terminal.challenge(request, { sn: "SN-0003-0000" }).text),
    await words(unboundNow),
    await words(asked.text),
    await words(terminal.challenge(request, { epoch: 2, purpose: "merchant-pin" }).text),
    await words(terminal.challenge(request, { epoch: 2, purpose: "technician-pin" }).text, "merchant"),
    await words(terminal.challenge(request, { epoch: 2 }).text, "merchant"),
  ]).toEqual([
    "a challenge has 20 letters, and these are 4",
    "a challenge has only the letters BCDFGHJKLMNPQRSTVWXZ",
    "a letter was heard or typed wrongly: the check letter does not fit. Have it read out again",
    "no terminal of this upstream has made this challenge",
    "terminal SN-0002-0000, 示例便利店: it is not bound any more",
    "terminal SN-0001-2345, 示例便利店: this challenge is of epoch 1; it was bound again since",
    "terminal SN-0001-2345, 示例便利店: this challenge is for a new PIN of the merchant (order: unlock-pin --role merchant)",
    "terminal SN-0001-2345, 示例便利店: this challenge is for a new PIN of the technician (order: unlock-pin --role technician)",
    "terminal SN-0001-2345, 示例便利店: this challenge is for an unbind (order: answer)",
  ]);
});

test.each(["A", "B"] as const)("an unbind on an answer of tier %s is settled when it is reported", async (tier) => {
  const { terminal, upstream, request, asked, answer } = await cutOff();
  const { jws } = await answer();
  const report = await terminal.offlineReport(request, asked, tier === "A" ? jws : null);

  const { receipt, acknowledgement } = settledBy(await terminal.report(report));

  const { attestation } = payloadOf<{ attestation: string }>(report);
  const { terminals, requests, answers } = await upstream.operator.list();
  expect({ ...receipt, receiptId: 36, unboundAt: "", followUps: [] }).toEqual({
    iss: upstream.audience,
    aud: terminal.kid,
    receiptId: 36,
    requestId: request.requestId,
    requestHash: request.hash,
    outcome: "unbound_now",
    unboundAt: "",
    sn: identity.sn,
    imeiHash: hashOf(identity.imei),
    epoch: 1,
    bindingKind: "terminal_to_merchant",
    subjectMasked: "示例便利店 •••••••••••0001",
    paymentsMayContinue: false,
    followUps: [],
  });
  expect([
    [acknowledgement.attestationHash, acknowledgement.bindingState],
    terminals[0]?.bindingState,
    requests.map(({ state, way, attested }) => ({ state, way, attested })),
    answers.map(({ sn, reported }) => ({ sn, reported })),
  ]).toEqual([
    [referenceTo(attestation), "unbound"],
    "unbound",
    [{ state: "unbound", way: "offline", attested: true }],
    [{ sn: identity.sn, reported: true }],
  ]);
});

test("the same report again gets the same answer, and another report of it the same receipt", async () => {
  const { terminal, request, asked, answer, clock } = await cutOff();
  const { jws } = await answer();
  const report = await terminal.offlineReport(request, asked, jws);
  const first = await terminal.report(report);
  await clock.advance(hourMs);
  const again = await terminal.report(report);
  const { attestation } = payloadOf<{ attestation: string }>(report);
  const anew = await terminal.report(await terminal.offlineReport(request, asked, jws, { attestation }));
  const attestedAnew = await terminal.report(await terminal.offlineReport(request, asked, jws));

  expect([again.body === first.body, anew.body === first.body, outcomeOf(attestedAnew)]).toEqual([
    ...[true, true, "422 idempotency-conflict"],
  ]);
});

test("a request that also arrived online is settled by the report, once", async () => {
  const { terminal, request, asked, answer, upstream } = await cutOff();
  await terminal.submit(request);
  const { jws } = await answer();
  const reported = await terminal.report(await terminal.offlineReport(request, asked, jws));

  const { requests } = await upstream.operator.list();
  expect([settledBy(reported).receipt.outcome, requests.length, outcomeOf(await terminal.ask(request))]).toEqual([
    ...["unbound_now", 1, "200 unbound"],
  ]);
});

test("a request that was carried out online as well keeps its receipt", async () => {
  const { terminal, request, asked, answer, upstream } = await cutOff();
  await terminal.submit(request);
  const { jws } = await answer();
  await upstream.operator.approve({ requestId: request.requestId });
  const grant = JSON.parse((await terminal.ask(request)).body).grant;
  const executed = await terminal.execute(request, await terminal.execution(request, grant));
  const reported = await terminal.report(await terminal.offlineReport(request, asked, jws));

  expect(JSON.parse(reported.body).receipt).toBe(JSON.parse(executed.body).receipt);
});

test("an unbind that the desk made first is told as already made, with its time", async () => {
  const { terminal, request, asked, answer, upstream, clock } = await cutOff();
  const { jws } = await answer();
  const endedAt = new Date(clock.now()).toISOString();
  await upstream.operator.unbindAtDesk({ sn: identity.sn });
  await clock.advance(hourMs);
  const reported = settledBy(await terminal.report(await terminal.offlineReport(request, asked, jws)));

  expect([reported.receipt.outcome, reported.receipt.unboundAt]).toEqual(["already_unbound", endedAt]);
});

test("a report that comes after a new bind ends nothing of it", async () => {
  const { terminal, request, asked, answer, upstream } = await cutOff();
  const { jws } = await answer();
  await upstream.operator.unbindAtDesk({ sn: identity.sn });
  await upstream.operator.bindAgain({ sn: identity.sn });
  const reported = settledBy(await terminal.report(await terminal.offlineReport(request, asked, jws)));

  const { bindingState, epoch } = (await upstream.operator.list()).terminals[0] ?? {};
  expect([reported.receipt.outcome, reported.acknowledgement.bindingState, bindingState, epoch]).toEqual([
    ...["already_unbound", "unbound", "bound", 2],
  ]);
});

test("a report is refused when anything in it is not what it says", async () => {
  const { terminal, request, asked, answer, another, upstream } = await cutOff();
  const { jws } = await answer();
  const unanswered = terminal.challenge(request);
  const stranger = await another(other);
  const forOther = await upstream.operator.answer({ challenge: stranger.challenge(await stranger.request()).text });
  const forged = await terminal.sign("offline-answer+jws", payloadOf<object>(jws));
  const elsewhere = await terminal.request();
  const attestation = await terminal.attestation(request, "a receipt");
  const proof = { kind: "offline_signed", challengeHash: unanswered.hash };
  const attestedElsewhere = await terminal.attestation(request, "", { proof });
  const report = async (...given: Parameters<typeof terminal.offlineReport>) =>
    outcomeOf(await terminal.report(await terminal.offlineReport(...given)));

  expect([
    await report(request, unanswered, null),
    await report(request, unanswered, jws),
    await report(request, asked, forOther.jws),
    await report(request, asked, forged),
    await report(elsewhere, asked, jws),
    await report(request, asked, jws, { nonce: unanswered.nonce }),
    await report(request, asked, jws, { requestHash: elsewhere.hash }),
    await report(request, asked, jws, { attestation }),
    await report(request, asked, jws, { attestation: attestedElsewhere }),
    await report(request, asked, jws, { sn: other.sn }),
    (await upstream.operator.list()).terminals[0]?.bindingState,
  ]).toEqual([...Array(9).fill("409 offline-refused"), "422 identity-mismatch", "bound"]);
});

test("an answer that is signed for a PIN unbinds nothing", async () => {
  const { terminal, upstream, request } = await cutOff();
  const asked = terminal.challenge(request, { purpose: "technician-pin" });
  const { jws } = await upstream.operator.unlockPin({ challenge: asked.text, role: "technician" });

  expect([
    pinUnlockPayload.parse(payloadOf(jws)).role,
    outcomeOf(await terminal.report(await terminal.offlineReport(request, asked, jws))),
    outcomeOf(await terminal.report(await terminal.offlineReport(request, asked, null))),
  ]).toEqual(["technician", "409 offline-refused", "409 offline-refused"]);
});

test("a report without its own signature is nobody's", async () => {
  const { terminal, another, request, asked, answer } = await cutOff();
  const { jws } = await answer();
  const thief = await another(other);
  const payload = payloadOf<object>(await terminal.offlineReport(request, asked, jws));

  expect(outcomeOf(await thief.post(paths.offlineUnbinds, await thief.sign("offline-report+jws", payload)))).toBe(
    "422 identity-mismatch",
  );
});
